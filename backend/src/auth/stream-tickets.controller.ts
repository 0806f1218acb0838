import { Controller, HttpCode, Post } from '@nestjs/common';
import type { StreamTicket } from '@eventide/contracts';
import { User } from './access.js';
import type { UserPrincipal } from './principal.js';
import { StreamTickets } from './stream-tickets.store.js';

@Controller('stream/ticket')
export class StreamTicketsController {
  constructor(private readonly tickets: StreamTickets) {}

  @Post()
  @HttpCode(200)
  async issue(@User() user: UserPrincipal): Promise<StreamTicket> {
    return { ticket: await this.tickets.issue(user) };
  }
}
