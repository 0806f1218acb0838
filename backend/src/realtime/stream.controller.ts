import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { readCursor } from '@eventide/contracts';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { TakesTicket, User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { DeviceStreams } from './device-streams.js';

const streamQuery = z.object({ lastEventId: z.string().optional() });

@Controller('stream')
export class StreamController {
  constructor(private readonly streams: DeviceStreams) {}

  /** What a socket gets, as server-sent events. The header is newer than an address that a browser repeats. */
  @Get()
  @TakesTicket()
  open(
    @User() user: UserPrincipal,
    @Req() request: Request,
    @Res() response: Response,
    @Query({ schema: streamQuery }) { lastEventId }: z.infer<typeof streamQuery>,
  ): void {
    const lastId = request.header('Last-Event-ID') ?? lastEventId ?? '';
    this.streams.open(request, response, user, readCursor(lastId) ?? {});
  }
}
