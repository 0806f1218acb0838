import type { Change, Json, Notification } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import type { Insert } from '../platform/mongo.js';
import type { InboxFrame } from '../realtime/frame.js';
import type { InboxHead, StreamView } from '../realtime/stream-source.js';
import {
  InboxRepository,
  type CommitResult,
  type Draft,
  type InboxCommand,
  type InboxOutcome,
  type InboxWrite,
  type ListPage,
  type ListQuery,
  type Recount,
} from './inbox.repository.js';
import { isUnread, toNotification, toStored, type StoredNotification } from './stored-notification.js';

interface Inbox {
  head: InboxHead;
  items: Map<string, StoredNotification>;
  rows: { at: Date; change: Exclude<Change, { kind: 'updated' }> }[];
  /** Ids of announcements. */
  receipts: Set<string>;
}

/** What twins that stand for several processes share. */
export class InMemoryInboxes {
  epoch = 'twin';
  allSeq = 0;
  /** Running ones: id to `createdSeq`. */
  readonly announcements = new Map<string, number>();
  readonly inboxes = new Map<string, Inbox>();
  readonly once = new Map<string, { bodyHash: string; answer: Json }>();
  readonly alongside: Insert[] = [];

  of(userId: string): Inbox {
    const fresh = { head: { seq: 0, unread: 0, readUpTo: 0, floor: 0 }, items: new Map(), rows: [], receipts: new Set<string>() };
    const inbox = this.inboxes.get(userId) ?? fresh;
    this.inboxes.set(userId, inbox);
    return inbox;
  }
}

/** The twin of the real one for specs: the same promises, kept by doing one thing after another. */
export class InMemoryInboxRepository extends InboxRepository {
  constructor(readonly state = new InMemoryInboxes()) {
    super();
  }

  async commit(batch: readonly InboxWrite[]): Promise<CommitResult> {
    return { status: 'committed', outcomes: batch.map((write) => this.once(write)) };
  }

  async list(query: ListQuery): Promise<ListPage> {
    const { head, items } = this.state.of(query.userId);
    const found = [...items.values()]
      .map((item) => toNotification(item, head.readUpTo))
      .filter(({ readStatus }) => query.status === 'all' || readStatus === query.status)
      .filter(({ type }) => query.type === undefined || type === query.type)
      .filter(({ category }) => query.category === undefined || category === query.category)
      .filter(({ createdSeq }) => query.before === undefined || createdSeq < query.before)
      .sort((a, b) => b.createdSeq - a.createdSeq);
    return {
      items: found.slice(0, query.limit),
      head: head.seq,
      readUpTo: head.readUpTo,
      more: found.length > query.limit,
    };
  }

  async find(userId: string, id: string): Promise<Notification | null> {
    const { head, items } = this.state.of(userId);
    const item = items.get(id);
    return item ? toNotification(item, head.readUpTo) : null;
  }

  async delta({ userId, inbox: { readUpTo } }: StreamView, after: number, limit: number): Promise<Change[]> {
    const { items, rows } = this.state.of(userId);
    const updated = [...items.values()].map((item): Change => ({ kind: 'updated', notification: toNotification(item, readUpTo) }));
    return [...updated, ...rows.map(({ change }) => change)]
      .filter((change) => placeOf(change) > after)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .slice(0, limit);
  }

  async newest({ userId, inbox: { readUpTo } }: StreamView, limit: number): Promise<Notification[]> {
    return [...this.state.of(userId).items.values()]
      .sort((a, b) => b.createdSeq - a.createdSeq)
      .slice(0, limit)
      .sort((a, b) => a.seq - b.seq)
      .map((item) => toNotification(item, readUpTo));
  }

  async expired(now: Date, limit: number): Promise<{ userId: string; ids: string[] }[]> {
    let left = limit;
    return [...this.state.inboxes].flatMap(([userId, { items }]) => {
      const over = [...items.values()].filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= now);
      const ids = over.slice(0, left).map(({ _id }) => _id);
      left -= ids.length;
      return ids.length > 0 ? [{ userId, ids }] : [];
    });
  }

  async recount(after: string, limit: number): Promise<Recount[]> {
    return [...this.state.inboxes]
      .filter(([userId]) => userId > after)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([userId, { head }]) => ({ userId, stored: head.unread, counted: this.unreadUpTo(userId, head.seq) }));
  }

  async following(after: string): Promise<string | undefined> {
    return [...this.state.inboxes.keys()].filter((userId) => userId > after).sort()[0];
  }

  async prune(before: Date, limit: number): Promise<number> {
    let pruned = 0;
    for (const inbox of this.state.inboxes.values()) {
      const old = inbox.rows.filter(({ at }) => at < before).slice(0, limit - pruned);
      inbox.rows = inbox.rows.filter((row) => !old.includes(row));
      inbox.head.floor = Math.max(inbox.head.floor, ...old.map(({ change }) => change.seq));
      pruned += old.length;
    }
    return pruned;
  }

  async erase(userId: string): Promise<boolean> {
    const inbox = this.state.inboxes.get(userId);
    if (!inbox) return false;
    if (inbox.head.seq === inbox.head.floor && inbox.items.size === 0) return false;
    const seq = inbox.head.seq + 1;
    inbox.head = { seq, unread: 0, readUpTo: seq, floor: seq };
    inbox.items.clear();
    inbox.rows = [];
    return true;
  }

  private once(write: InboxWrite): InboxOutcome {
    const known = write.once && this.state.once.get(write.once.id);
    if (known && known.bodyHash !== write.once?.bodyHash) {
      return { ok: false, error: new DomainError('idempotency_mismatch') };
    }
    if (known) return { ok: true, answer: known.answer, frames: [] };
    const outcome = write.kind === 'create' ? this.create(write) : this.command(write);
    if (!outcome.ok) return outcome;
    if (write.once) this.state.once.set(write.once.id, { bodyHash: write.once.bodyHash, answer: outcome.answer });
    this.state.alongside.push(...(write.alongside ?? []));
    return outcome;
  }

  private create({ drafts, answer }: InboxWrite & { kind: 'create' }): InboxOutcome {
    if (drafts.some(({ expiresAt, timestamp }) => expiresAt && expiresAt <= timestamp)) {
      return { ok: false, error: new DomainError('invalid_request') };
    }
    const frames = drafts.map((draft) => this.add(draft));
    const sent = frames.map(({ userId, payload }) => ({ id: payload.id, userId, seq: payload.seq }));
    return { ok: true, answer: answer(sent), frames };
  }

  private add(draft: Draft): InboxFrame & { event: 'newNotification' } {
    const { head, items } = this.state.of(draft.userId);
    const prev = head.seq++;
    head.unread += 1;
    const item = toStored(draft, head.seq);
    items.set(item._id, item);
    const payload = { ...toNotification(item, head.readUpTo), epoch: this.state.epoch, prev, unread: head.unread };
    return { stream: 'inbox', userId: draft.userId, event: 'newNotification', payload };
  }

  private command({ command, answer }: InboxWrite & { kind: 'command' }): InboxOutcome {
    const { userId } = command;
    const inbox = this.state.of(userId);
    const prev = inbox.head.seq;
    if (command.op === 'readAll' && this.isOutOfReach(command)) return { ok: false, error: new DomainError('conflict') };
    if (command.op === 'recount') return this.setRight(userId, answer);
    const marked = command.op === 'readAll' ? this.unreadUpTo(userId, command.upTo) : 0;
    const notFound: string[] = [];
    const changes =
      command.op === 'readAll'
        ? this.readAll(command)
        : [...new Set(command.ids)].flatMap((id) => this.changeOne(command.op, inbox, id) ?? (notFound.push(id), []));
    for (const change of changes) if (change.kind !== 'updated') inbox.rows.push({ at: new Date(), change });
    const { seq, unread, readUpTo } = inbox.head;
    const changed = marked + changes.filter(({ kind }) => kind === 'updated' || kind === 'removed').length;
    const told = answer({ userId, seq, unread, readUpTo, changed, notFound });
    if (changes.length === 0) return { ok: true, answer: told, frames: [] };
    const payload = { epoch: this.state.epoch, prev, seq, unread, changes };
    return { ok: true, answer: told, frames: [{ stream: 'inbox', userId, event: 'notificationChanged', payload }] };
  }

  /** The changes that one id brings; null if there is nothing of that id. */
  private changeOne(op: Exclude<InboxCommand['op'], 'readAll' | 'recount'>, inbox: Inbox, id: string): Change[] | null {
    const { head, items, receipts } = inbox;
    if (op === 'announcementRead') {
      if (!this.state.announcements.has(id)) return null;
      if (receipts.has(id)) return [];
      receipts.add(id);
      return [{ kind: 'announcementRead', id, seq: ++head.seq }];
    }
    const item = items.get(id);
    if (!item) return null;
    const wasUnread = isUnread(item, head.readUpTo);
    if (op === 'remove' || op === 'expire') {
      items.delete(id);
      head.unread -= Number(wasUnread);
      return [{ kind: 'removed', id, seq: ++head.seq, reason: op === 'expire' ? 'expired' : 'removed' }];
    }
    if (wasUnread === (op === 'unread')) return [];
    head.unread += op === 'unread' ? 1 : -1;
    item.seq = ++head.seq;
    delete item.unread;
    delete item.readAt;
    if (op === 'unread') item.unread = true;
    else item.readAt = new Date();
    return [{ kind: 'updated', notification: toNotification(item, head.readUpTo) }];
  }

  private isOutOfReach({ userId, upTo, epoch, announcementsUpTo = 0 }: InboxCommand & { op: 'readAll' }): boolean {
    const otherEpoch = epoch !== undefined && epoch !== this.state.epoch;
    return otherEpoch || upTo > this.state.of(userId).head.seq || announcementsUpTo > this.state.allSeq;
  }

  private unreadUpTo(userId: string, upTo: number): number {
    const { head, items } = this.state.of(userId);
    return [...items.values()].filter((item) => isUnread(item, head.readUpTo) && item.seq <= upTo).length;
  }

  private setRight(userId: string, answer: (InboxWrite & { kind: 'command' })['answer']): InboxOutcome {
    const { head } = this.state.of(userId);
    const { seq: prev, readUpTo } = head;
    const unread = this.unreadUpTo(userId, prev);
    const changed = Math.abs(head.unread - unread);
    if (changed > 0) Object.assign(head, { seq: prev + 1, unread });
    const { seq } = head;
    const told = answer({ userId, seq, unread, readUpTo, changed, notFound: [] });
    const payload = { epoch: this.state.epoch, prev, seq, unread, changes: [] };
    const frame = { stream: 'inbox', userId, event: 'notificationChanged', payload } as const;
    return { ok: true, answer: told, frames: changed > 0 ? [frame] : [] };
  }

  private readAll(command: InboxCommand & { op: 'readAll' }): Change[] {
    const { head, receipts } = this.state.of(command.userId);
    const { upTo, announcementsUpTo } = command;
    const marked = this.unreadUpTo(command.userId, upTo);
    const read = [...this.state.announcements]
      .filter(([id, createdSeq]) => createdSeq <= (announcementsUpTo ?? 0) && !receipts.has(id))
      .map(([id]) => id);
    if (marked === 0 && read.length === 0) return [];
    for (const id of read) receipts.add(id);
    head.unread -= marked;
    head.readUpTo = Math.max(head.readUpTo, upTo);
    head.seq += 1;
    const { readUpTo, seq } = head;
    return [{ kind: 'readAll', readUpTo, ...(announcementsUpTo !== undefined && { announcementsUpTo }), seq }];
  }
}

function placeOf(change: Change): number {
  return change.kind === 'updated' ? change.notification.seq : change.seq;
}
