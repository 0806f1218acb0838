import { Injectable, Logger } from '@nestjs/common';
import type { Announcement, AnnouncementChange, AnnouncementContent, SyncPage } from '@eventide/contracts';
import { toDomainError } from '../platform/failure.js';
import type { Connection } from './connection.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import { Sync } from './sync.js';
import { placeOf } from './sync-page.js';

/** Brings connections that are behind up to the head, by reading what they miss. One read at a time for each. */
@Injectable()
export class Healer {
  readonly #underway = new WeakSet<Connection>();
  readonly #log = new Logger(Healer.name);

  constructor(
    private readonly sync: Sync,
    private readonly metrics: RealtimeMetrics,
  ) {}

  /** Never throws: what could not be read now is found again by reconciliation. */
  async heal(connection: Connection, found: 'hole' | 'reconciliation'): Promise<void> {
    const { sent } = connection;
    if (!sent || this.#underway.has(connection)) return;
    this.#underway.add(connection);
    try {
      const page = await this.sync.page(connection.userId, sent);
      if (this.#bring(connection, page)) this.metrics.healed(found);
    } catch (error) {
      if (toDomainError(error).code === 'internal') this.#log.error({ msg: 'Healing failed', connectionId: connection.connectionId, err: error });
    } finally {
      this.#underway.delete(connection);
    }
  }

  /**
   * What is missing goes out as one frame per stream; as a page when it is no delta or not all of it.
   * @returns whether anything was missing still
   */
  #bring(connection: Connection, page: SyncPage): boolean {
    const { sent, userId } = connection;
    if (!sent) return false;
    if (page.mode === 'reset' || page.more || page.epoch !== sent.epoch) {
      connection.page(page);
      return true;
    }
    const { epoch } = page;
    if (page.inbox > sent.inbox) {
      const changes = page.changes.filter((change) => placeOf(change) > sent.inbox);
      const payload = { epoch, prev: sent.inbox, seq: page.inbox, unread: page.unread.inbox, changes };
      connection.offer({ stream: 'inbox', userId, event: 'notificationChanged', payload });
    }
    if (page.all > sent.all) {
      const changes = page.announcements.filter((change) => placeOf(change) > sent.all).map(withoutReader);
      connection.offer({ stream: 'all', event: 'announcementChanged', payload: { epoch, prev: sent.all, seq: page.all, changes } });
    }
    return page.inbox > sent.inbox || page.all > sent.all;
  }
}

/** A frame of `all` is the same for everyone and says nothing about its reader. */
function withoutReader(change: AnnouncementChange): AnnouncementChange<AnnouncementContent> {
  if (change.kind !== 'updated') return change;
  const { readStatus: _, ...announcement }: Announcement = change.announcement;
  return { kind: 'updated', announcement };
}
