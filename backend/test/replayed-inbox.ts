import type { Change, NewNotification, NotificationChanged } from '@eventide/contracts';
import type { Received } from './test-device.js';

/** What the frames of an inbox say it holds, applied one after another by the rules of the contract alone. */
export class ReplayedInbox {
  /** Ids of announcements whose reading was told, in order. */
  readonly receipts: string[] = [];
  /** What frames claimed and their own changes deny. */
  readonly contradictions: string[] = [];
  /** The exact count after each place. */
  readonly unreadAt = new Map<number, number>();
  readUpTo = 0;
  seq = 0;
  readonly #items = new Map<string, { seq: number; unread: boolean }>();

  static of(received: readonly Received[]): ReplayedInbox {
    const replayed = new ReplayedInbox();
    for (const { event, payload } of received) {
      if (event === 'newNotification') replayed.#frame(payload, [{ kind: 'updated', notification: payload }]);
      if (event === 'notificationChanged') replayed.#frame(payload, payload.changes);
    }
    return replayed;
  }

  /** How many notifications are unread. */
  get unread(): number {
    return [...this.#items.values()].filter(({ seq, unread }) => unread && seq > this.readUpTo).length;
  }

  #frame({ seq, prev, unread }: NewNotification | NotificationChanged, changes: readonly Change[]): void {
    if (prev !== this.seq) this.contradictions.push(`${seq} follows ${prev}, and ${this.seq} was the place`);
    for (const change of changes) this.#apply(change);
    this.seq = seq;
    this.unreadAt.set(seq, this.unread);
    if (unread !== this.unread) this.contradictions.push(`${unread} unread at ${seq}, and ${this.unread} are`);
  }

  #apply(change: Change): void {
    if (change.kind === 'updated') {
      const { id, seq, readStatus } = change.notification;
      this.#items.set(id, { seq, unread: readStatus === 'unread' });
    } else if (change.kind === 'removed') {
      this.#items.delete(change.id);
    } else if (change.kind === 'announcementRead') {
      this.receipts.push(change.id);
    } else {
      if (change.readUpTo < this.readUpTo) this.contradictions.push(`readUpTo went back to ${change.readUpTo}`);
      this.readUpTo = change.readUpTo;
    }
  }
}
