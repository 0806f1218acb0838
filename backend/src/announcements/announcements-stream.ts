import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncementChange } from '@eventide/contracts';
import { StreamSource, type StreamView } from '../realtime/stream-source.js';
import { Sync } from '../realtime/sync.js';
import { AnnouncementsStore } from './announcements.store.js';
import { toAnnouncement, type PublishedAnnouncement } from './stored-announcement.js';

/** The `all` stream for sync: announcements with the reader's own status, and the count of those without receipt. */
@Injectable()
export class AnnouncementsStream extends StreamSource<AnnouncementChange> implements OnModuleInit {
  constructor(
    private readonly store: AnnouncementsStore,
    private readonly sync: Sync,
  ) {
    super();
  }

  onModuleInit(): void {
    this.sync.register('all', this);
  }

  async delta(view: StreamView, after: number, limit: number): Promise<AnnouncementChange[]> {
    return this.changes(view, await this.store.changedAfter(after, limit, view.snapshot));
  }

  async reset(view: StreamView): Promise<AnnouncementChange[]> {
    return this.changes(view, await this.store.running(view.snapshot));
  }

  async unread(view: StreamView): Promise<number> {
    const ids = (await this.store.running(view.snapshot)).map(({ _id }) => _id);
    return ids.length - (await this.store.readBy(view.userId, ids, view.snapshot)).size;
  }

  private async changes(view: StreamView, found: PublishedAnnouncement[]): Promise<AnnouncementChange[]> {
    const running = found.filter(({ state }) => state === 'running').map(({ _id }) => _id);
    const read = await this.store.readBy(view.userId, running, view.snapshot);
    return found.map((stored) => toChange(stored, read.has(stored._id)));
  }
}

function toChange(stored: PublishedAnnouncement, isRead: boolean): AnnouncementChange {
  if (stored.state !== 'withdrawn' && stored.state !== 'expired') {
    return { kind: 'updated', announcement: toAnnouncement(stored, isRead ? 'read' : 'unread') };
  }
  return { kind: 'withdrawn', id: stored._id, seq: stored.seq, reason: stored.state };
}
