import type {
  Announcement,
  Change,
  Notification,
  NotificationList,
  PartialCursor,
  SyncPage,
} from '@eventide/contracts';
import { aNotification, anAnnouncement } from '../../../testing/builders';
import type { Frame, announcementOf } from './frames';

const RESET_ITEMS = 5;
const PAGE_CHANGES = 3;
const LIST_ITEMS = 4;

type Draw = (below: number) => number;
type AnnouncementRow = { seq: number; id: string; gone: boolean };

/** The server in so far as a client can tell: numbers every change, answers with pages and lists by state. */
export class ModelServer {
  private readonly items = new Map<string, Notification>();
  private readonly announcements = new Map<string, Announcement>();
  private readonly rows: Exclude<Change, { kind: 'updated' }>[] = [];
  private readonly announcementRows: AnnouncementRow[] = [];
  private readonly counts = new Map<string, number>();
  private readUpTo = 0;
  private seq = 0;
  private allSeq = 0;
  private life = 1;

  constructor(private readonly draw: Draw) {
    this.recordCount();
  }

  get epoch(): string {
    return `e${this.life}`;
  }

  get head(): { epoch: string; inbox: number; all: number } {
    return { epoch: this.epoch, inbox: this.seq, all: this.allSeq };
  }

  get unread(): number {
    return this.newestFirst().filter((item) => item.readStatus === 'unread').length;
  }

  get running(): Announcement[] {
    return [...this.announcements.values()];
  }

  /** The exact count at a place that was once the head. */
  countAt(epoch: string, seq: number): number | undefined {
    return this.counts.get(`${epoch};${seq}`);
  }

  newestFirst(): Notification[] {
    return [...this.items.values()]
      .map((item): Notification => ({ ...item, readStatus: item.seq <= this.readUpTo ? 'read' : item.readStatus }))
      .sort((one, other) => other.createdSeq - one.createdSeq);
  }

  /** Makes a change at random; returns its frame, or null when there was nothing to change. */
  change(): Frame | null {
    const changes = [
      () => this.create(),
      () => this.create(),
      () => this.mark('read'),
      () => this.mark('unread'),
      () => this.remove(),
      () => this.readAll(),
      () => this.announce(),
      () => this.editAnnouncement(),
      () => this.withdraw(),
      () => this.readAnnouncement(),
    ];
    const frame = changes[this.draw(changes.length)]?.() ?? null;
    this.recordCount();
    return frame;
  }

  /** A restored database: the same content under another epoch. */
  restore(): void {
    this.life += 1;
    this.recordCount();
  }

  page(cursor: PartialCursor): SyncPage {
    const { epoch, inbox, all } = cursor;
    if (epoch !== this.epoch || inbox === undefined || all === undefined) return this.reset();
    const changes = this.changesSince(inbox);
    const more = changes.length > PAGE_CHANGES;
    const taken = changes.slice(0, PAGE_CHANGES);
    const last = taken.at(-1);
    return {
      ...this.pageEnd(),
      mode: 'delta',
      from: { inbox, all },
      inbox: more && last ? seqOf(last) : this.seq,
      all: more ? all : this.allSeq,
      changes: taken,
      announcements: more ? [] : this.announcementChangesSince(all),
      more,
    };
  }

  /** The newest notifications with a `createdSeq` below `before`. */
  list(before: number): NotificationList {
    const all = this.newestFirst().filter((item) => item.createdSeq < before);
    return {
      items: all.slice(0, LIST_ITEMS),
      next: all.length > LIST_ITEMS ? 'more' : null,
      head: this.seq,
      readUpTo: this.readUpTo,
    };
  }

  private reset(): SyncPage {
    const newest = this.newestFirst().slice(0, RESET_ITEMS).reverse();
    return {
      ...this.pageEnd(),
      mode: 'reset',
      from: { inbox: 0, all: 0 },
      inbox: this.seq,
      all: this.allSeq,
      changes: newest.map((notification) => ({ kind: 'updated', notification })),
      announcements: this.running.map((announcement) => ({ kind: 'updated', announcement })),
      more: false,
    };
  }

  private pageEnd(): Pick<SyncPage, 'epoch' | 'readUpTo' | 'unread'> {
    const unreadAnnouncements = this.running.filter((item) => item.readStatus === 'unread').length;
    return {
      epoch: this.epoch,
      readUpTo: this.readUpTo,
      unread: { inbox: this.unread, all: unreadAnnouncements },
    };
  }

  private changesSince(inbox: number): Change[] {
    const updated = this.newestFirst()
      .filter((item) => item.seq > inbox)
      .map((notification): Change => ({ kind: 'updated', notification }));
    const rows = this.rows.filter((row) => row.seq > inbox);
    return [...updated, ...rows].sort((one, other) => seqOf(one) - seqOf(other));
  }

  private announcementChangesSince(all: number): SyncPage['announcements'] {
    return this.announcementRows
      .filter((row) => row.seq > all)
      .map(({ seq, id, gone }) => {
        const announcement = this.announcements.get(id);
        if (gone || !announcement) return { kind: 'withdrawn', id, seq, reason: 'withdrawn' };
        return { kind: 'updated', announcement };
      });
  }

  private create(): Frame {
    const seq = this.next();
    const item = aNotification({ seq, id: `n${this.life}-${seq}` });
    this.items.set(item.id, item);
    const data = { ...item, epoch: this.epoch, prev: seq - 1, unread: this.unread };
    return { event: 'newNotification', data };
  }

  private mark(readStatus: 'read' | 'unread'): Frame | null {
    const item = this.pick(this.newestFirst().filter((one) => one.readStatus !== readStatus));
    if (!item) return null;
    const notification: Notification = { ...item, seq: this.next(), readStatus };
    this.items.set(item.id, notification);
    return this.changed({ kind: 'updated', notification });
  }

  private remove(): Frame | null {
    const item = this.pick([...this.items.values()]);
    if (!item) return null;
    this.items.delete(item.id);
    return this.changed(this.row({ kind: 'removed', id: item.id, seq: this.next(), reason: 'removed' }));
  }

  private readAll(): Frame | null {
    if (this.unread === 0) return null;
    const announcementsUpTo = this.draw(2) === 0 ? this.draw(this.allSeq + 1) : undefined;
    this.readUpTo = Math.max(this.readUpTo, this.draw(this.seq + 1));
    for (const item of this.running) {
      if (item.createdSeq <= (announcementsUpTo ?? 0)) this.announcements.set(item.id, { ...item, readStatus: 'read' });
    }
    return this.changed(this.row({ kind: 'readAll', readUpTo: this.readUpTo, announcementsUpTo, seq: this.next() }));
  }

  private announce(): Frame {
    this.allSeq += 1;
    const announcement = anAnnouncement({ seq: this.allSeq, id: `a${this.life}-${this.allSeq}` });
    this.announcements.set(announcement.id, announcement);
    return { event: 'announcement', data: { ...this.published(announcement.id), ...this.allPlace() } };
  }

  private editAnnouncement(): Frame | null {
    const before = this.pick(this.running);
    if (!before) return null;
    this.allSeq += 1;
    this.announcements.set(before.id, { ...before, seq: this.allSeq, title: `Edited ${this.allSeq}` });
    const announcement = this.published(before.id);
    return {
      event: 'announcementChanged',
      data: { ...this.allPlace(), changes: [{ kind: 'updated', announcement }] },
    };
  }

  private withdraw(): Frame | null {
    const announcement = this.pick(this.running);
    if (!announcement) return null;
    const { id } = announcement;
    this.announcements.delete(id);
    this.allSeq += 1;
    this.announcementRows.push({ seq: this.allSeq, id, gone: true });
    const change = { kind: 'withdrawn', id, seq: this.allSeq, reason: 'withdrawn' } as const;
    return { event: 'announcementChanged', data: { ...this.allPlace(), changes: [change] } };
  }

  private readAnnouncement(): Frame | null {
    const announcement = this.pick(this.running.filter((item) => item.readStatus === 'unread'));
    if (!announcement) return null;
    this.announcements.set(announcement.id, { ...announcement, readStatus: 'read' });
    return this.changed(this.row({ kind: 'announcementRead', id: announcement.id, seq: this.next() }));
  }

  /** The announcement as its frame carries it; noted as changed at the present place. */
  private published(id: string): ReturnType<typeof announcementOf> {
    const held = this.announcements.get(id) ?? anAnnouncement({ id });
    this.announcementRows.push({ seq: this.allSeq, id, gone: false });
    const { title, message, severity, kind, timestamp, expiresAt, seq, createdSeq } = held;
    return { id, title, message, severity, kind, timestamp, expiresAt, seq, createdSeq };
  }

  private changed(change: Change): Frame {
    const data = { epoch: this.epoch, seq: this.seq, prev: this.seq - 1, unread: this.unread, changes: [change] };
    return { event: 'notificationChanged', data };
  }

  private row<R extends Exclude<Change, { kind: 'updated' }>>(row: R): R {
    this.rows.push(row);
    return row;
  }

  private allPlace(): { epoch: string; seq: number; prev: number } {
    return { epoch: this.epoch, seq: this.allSeq, prev: this.allSeq - 1 };
  }

  private next(): number {
    this.seq += 1;
    return this.seq;
  }

  private pick<T>(from: readonly T[]): T | undefined {
    return from[this.draw(Math.max(1, from.length))];
  }

  private recordCount(): void {
    this.counts.set(`${this.epoch};${this.seq}`, this.unread);
  }
}

function seqOf(change: Change): number {
  return change.kind === 'updated' ? change.notification.seq : change.seq;
}
