import { Body, Controller, HttpCode, Ip, Param, Post } from '@nestjs/common';
import type { Invitation, SetPasswordRequest } from '@eventide/contracts';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { Access, Caller, Public } from './access.js';
import { noBody, setPasswordRequest } from './auth.schemas.js';
import { InvitationsService } from './invitations.service.js';
import { callerScope, type Principal } from './principal.js';

/** Passwords by invitation. */
@Controller()
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post('users/:id/invite')
  @HttpCode(202)
  @Access({ roles: ['admin'] })
  invite(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body({ schema: noBody }) body: object,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Invitation> {
    return this.invitations.invite(id, onceKey(callerScope(caller), `POST /api/users/${id}/invite`, key, body));
  }

  @Post('auth/set-password')
  @HttpCode(204)
  @Public()
  setPassword(@Body({ schema: setPasswordRequest }) request: SetPasswordRequest, @Ip() address: string): Promise<void> {
    return this.invitations.setPassword(request, address);
  }
}
