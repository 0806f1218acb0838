import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { TakesTicket, User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { EventStreams } from '../realtime/event-streams.js';
import { ImportNews } from './import-news.js';
import { progressOf } from './import-state.js';
import { ImportWatch } from './import-watch.js';
import { ImportsService } from './imports.service.js';

@Controller('imports/:id/stream')
export class ImportStreamController {
  constructor(
    private readonly imports: ImportsService,
    private readonly streams: EventStreams,
    private readonly news: ImportNews,
  ) {}

  /** The steps of an import until it has ended: what is known of them first, then what changes. */
  @Get()
  @TakesTicket()
  async open(
    @User() user: UserPrincipal,
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const job = await this.imports.find(user, id);
    const stream = this.streams.open(request, response, user);
    const watch = new ImportWatch(stream, async () => progressOf(await this.imports.find(user, id)));
    stream.onClose(this.news.listen(id, (steps) => watch.show(steps)));
    watch.show(progressOf(job));
  }
}
