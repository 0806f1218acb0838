import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { RevokeRequest, User, UserRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Idempotency, IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { userId } from '../platform/schemas.js';
import { Access, Caller } from './access.js';
import { revokeRequest, userRequest } from './auth.schemas.js';
import { Erasure } from './erasure.js';
import { PeopleRepository } from './people.repository.js';
import { callerScope, type Principal } from './principal.js';
import { SessionsService } from './sessions.service.js';

/** An id that nobody can have is nobody's. */
function assertPossible(id: string): void {
  if (!userId.safeParse(id).success) throw new DomainError('not_found');
}

/** People, as a host application or an administrator keeps them. */
@Controller('users')
@Access({ roles: ['admin'], scopes: ['users'] })
export class UsersController {
  constructor(
    private readonly people: PeopleRepository,
    private readonly sessions: SessionsService,
    private readonly erasure: Erasure,
    private readonly idempotency: Idempotency,
  ) {}

  /** Registers a person, or replaces the given fields of one. */
  @Put(':id')
  put(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body({ schema: userRequest }) request: UserRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<User> {
    assertPossible(id);
    const once = onceKey(callerScope(caller), `PUT /api/users/${id}`, key, request);
    return this.idempotency.run(once, async (session) => ({ ...(await this.people.upsert(id, request, session)) }));
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<User> {
    const user = await this.people.find(id);
    if (!user) throw new DomainError('not_found');
    return user;
  }

  /** Refuses the person's tokens and erases what every feature keeps under the id, registered or not. */
  @Delete(':id')
  @HttpCode(204)
  async erase(@Param('id') id: string): Promise<void> {
    assertPossible(id);
    await this.sessions.revoke(id);
    const wasKept = await this.erasure.erase(id);
    const wasRegistered = await this.people.remove(id);
    if (!wasKept && !wasRegistered) throw new DomainError('not_found');
    // Until then the person was in every audience, and a job may have told them something after its part was erased.
    if (wasRegistered) await this.erasure.erase(id);
  }

  @Post(':id/revoke')
  @HttpCode(204)
  @Access({ roles: ['admin'], scopes: ['revoke'] })
  async revoke(@Param('id') id: string, @Body({ schema: revokeRequest }) { sid }: RevokeRequest): Promise<void> {
    assertPossible(id);
    await this.sessions.revoke(id, sid);
  }
}
