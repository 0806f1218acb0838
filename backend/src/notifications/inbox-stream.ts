import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS, type Change } from '@eventide/contracts';
import { StreamSource, type StreamView } from '../realtime/stream-source.js';
import { Sync } from '../realtime/sync.js';
import { InboxRepository } from './inbox.repository.js';

/** The `inbox` stream for sync. */
@Injectable()
export class InboxStream extends StreamSource<Change> implements OnModuleInit {
  constructor(
    private readonly inboxes: InboxRepository,
    private readonly sync: Sync,
  ) {
    super();
  }

  onModuleInit(): void {
    this.sync.register('inbox', this);
  }

  delta(view: StreamView, after: number, limit: number): Promise<Change[]> {
    return this.inboxes.delta(view, after, limit);
  }

  async reset(view: StreamView): Promise<Change[]> {
    if (view.inbox.seq === 0) return [];
    const newest = await this.inboxes.newest(view, LIMITS.resetNotifications);
    return newest.map((notification) => ({ kind: 'updated', notification }));
  }

  async unread(view: StreamView): Promise<number> {
    return view.inbox.unread;
  }
}
