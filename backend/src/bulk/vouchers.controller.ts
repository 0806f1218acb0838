import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { Page, Voucher } from '@eventide/contracts';
import type { Request, Response } from 'express';
import { TakesTicket, User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { EventStreams } from '../realtime/event-streams.js';
import { vouchersQuery, type VouchersQuery } from './bulk.schemas.js';
import { VoucherViewers } from './voucher-viewers.js';
import { VouchersService } from './vouchers.service.js';

@Controller('vouchers')
export class VouchersController {
  constructor(
    private readonly vouchers: VouchersService,
    private readonly streams: EventStreams,
    private readonly viewers: VoucherViewers,
  ) {}

  @Get()
  list(@User() user: UserPrincipal, @Query({ schema: vouchersQuery }) query: VouchersQuery): Promise<Page<Voucher>> {
    return this.vouchers.list(user, query);
  }

  /** New vouchers from now on. A row may come twice when a worker died on the way; its `id` tells. */
  @Get('stream')
  @TakesTicket()
  async stream(@User() user: UserPrincipal, @Req() request: Request, @Res() response: Response): Promise<void> {
    const scope = await this.vouchers.scopeOf(user);
    const stream = this.streams.open(request, response, user);
    stream.onClose(this.viewers.watch(scope, (voucher) => stream.send('vouchered-employee', voucher)));
  }
}
