import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { SignalRequest } from '@eventide/contracts';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { Access, TakesTicket, User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { EventStreams } from '../realtime/event-streams.js';
import { signalRequest, signalsQuery } from './signals.schemas.js';
import { SignalsService } from './signals.service.js';

/** Transient events for one person, from services. */
@Controller('signals')
export class SignalsController {
  constructor(
    private readonly signals: SignalsService,
    private readonly streams: EventStreams,
  ) {}

  @Post()
  @HttpCode(202)
  @Access({ roles: ['admin'], scopes: ['signal'] })
  send(@Body({ schema: signalRequest }) request: SignalRequest): Promise<void> {
    return this.signals.send(request);
  }

  @Get('stream')
  @TakesTicket()
  async stream(
    @User() user: UserPrincipal,
    @Req() request: Request,
    @Res() response: Response,
    @Query({ schema: signalsQuery }) { email, topics }: z.infer<typeof signalsQuery>,
  ): Promise<void> {
    const listener = await this.signals.listener(user, email);
    this.signals.follow(this.streams.open(request, response, user), listener, topics ? new Set(topics) : null);
  }
}
