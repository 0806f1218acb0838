import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AnnouncementChange } from '@eventide/contracts';
import type { Snapshot } from '../platform/mongo.js';
import { StreamSource, type StreamView } from '../realtime/stream-source.js';
import { Sync } from '../realtime/sync.js';
import { AnnouncementsStore } from './announcements.store.js';
import { toAnnouncement, type PublishedAnnouncement } from './stored-announcement.js';

/** What is running at one moment, and what of it each of the people has read who are looked at together. */
interface Running {
  announcements: readonly PublishedAnnouncement[];
  readBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The `all` stream for sync: announcements with the reader's own status, and the count of those without receipt. */
@Injectable()
export class AnnouncementsStream extends StreamSource<AnnouncementChange> implements OnModuleInit {
  /** A moment does not change, so everybody who is looked at together shares what was read of it. */
  readonly #running = new WeakMap<StreamView['readers'], Promise<Running>>();

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
    return this.changes(view, (await this.runningAt(view)).announcements);
  }

  async unread(view: StreamView): Promise<number> {
    const { announcements, readBy } = await this.runningAt(view);
    return announcements.length - (readBy.get(view.userId)?.size ?? 0);
  }

  private async changes(view: StreamView, found: readonly PublishedAnnouncement[]): Promise<AnnouncementChange[]> {
    const read = (await this.runningAt(view)).readBy.get(view.userId);
    return found.map((stored) => toChange(stored, read?.has(stored._id) ?? false));
  }

  private runningAt({ readers, snapshot }: StreamView): Promise<Running> {
    const known = this.#running.get(readers);
    if (known) return known;
    const reading = this.readRunning(readers, snapshot);
    this.#running.set(readers, reading);
    return reading;
  }

  private async readRunning(readers: readonly string[], snapshot: Snapshot): Promise<Running> {
    const announcements = await this.store.running(snapshot);
    const ids = announcements.map(({ _id }) => _id);
    return { announcements, readBy: await this.store.readByEach(readers, ids, snapshot) };
  }
}

function toChange(stored: PublishedAnnouncement, isRead: boolean): AnnouncementChange {
  if (stored.state !== 'withdrawn' && stored.state !== 'expired') {
    return { kind: 'updated', announcement: toAnnouncement(stored, isRead ? 'read' : 'unread') };
  }
  return { kind: 'withdrawn', id: stored._id, seq: stored.seq, reason: stored.state };
}
