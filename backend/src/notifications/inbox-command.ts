import { DomainError } from '../platform/domain-error.js';
import type { AllHead, InboxHead } from '../realtime/stream-source.js';
import type { Change } from '@eventide/contracts';
import type { InboxCommand } from './inbox.repository.js';
import { isUnread, toNotification, type StoredNotification } from './stored-notification.js';

/** What a command needs to know of the one inbox that it changes. */
export interface InboxFacts {
  head: InboxHead;
  all: AllHead;
  /** Those of the named notifications that are the person's own, by id. */
  items: ReadonlyMap<string, StoredNotification>;
  /** How many are effectively unread: for `readAll` at or below its `upTo`, for `recount` of all. */
  unreadUpTo: number;
  running: readonly RunningAnnouncement[];
  /** Ids of running announcements that the person has read. */
  receipts: ReadonlySet<string>;
}

export interface RunningAnnouncement {
  id: string;
  createdSeq: number;
}

/** A notification's new place and stored status. */
export interface ItemUpdate {
  id: string;
  seq: number;
  /** Absent: stored unread. */
  readAt?: Date;
}

/** What a command does: the head after it and everything to be written with it. */
export interface InboxEffect {
  head: InboxHead;
  /** In the order of their places, as clients see them. */
  changes: Change[];
  updates: ItemUpdate[];
  /** Ids of notifications that go. */
  removals: string[];
  /** Ids of announcements that are now read. */
  receipts: string[];
  /** How many notifications changed; for `recount` by how much the count was wrong. */
  changed: number;
  notFound: string[];
}

/**
 * The effect of one command on one inbox, without touching anything.
 * @throws DomainError `conflict`: a read-all above a head or of another epoch
 */
export function inboxEffect(command: InboxCommand, facts: InboxFacts, now: Date): InboxEffect {
  switch (command.op) {
    case 'readAll':
      return readAll(command, facts);
    case 'announcementRead':
      return readAnnouncements(command.ids, facts);
    case 'read':
    case 'unread':
      return mark(command.ids, command.op, facts, now);
    case 'remove':
      return remove(command.ids, 'removed', facts);
    case 'expire':
      return remove(command.ids, 'expired', facts);
    case 'recount':
      return recount(facts);
    default:
      return command satisfies never;
  }
}

function mark(ids: readonly string[], status: 'read' | 'unread', facts: InboxFacts, now: Date): InboxEffect {
  const effect = nothing(facts.head);
  const { readUpTo } = facts.head;
  for (const id of new Set(ids)) {
    const item = facts.items.get(id);
    if (!item) effect.notFound.push(id);
    if (!item || isUnread(item, readUpTo) === (status === 'unread')) continue;
    const seq = ++effect.head.seq;
    const { unread: _, readAt: __, ...rest } = item;
    const stored: StoredNotification = { ...rest, seq, ...(status === 'read' ? { readAt: now } : { unread: true }) };
    effect.head.unread += status === 'read' ? -1 : 1;
    effect.updates.push({ id, seq, readAt: stored.readAt });
    effect.changes.push({ kind: 'updated', notification: toNotification(stored, readUpTo) });
    effect.changed += 1;
  }
  return effect;
}

function remove(ids: readonly string[], reason: 'removed' | 'expired', facts: InboxFacts): InboxEffect {
  const effect = nothing(facts.head);
  for (const id of new Set(ids)) {
    const item = facts.items.get(id);
    if (!item) {
      effect.notFound.push(id);
      continue;
    }
    if (isUnread(item, facts.head.readUpTo)) effect.head.unread -= 1;
    effect.removals.push(id);
    effect.changes.push({ kind: 'removed', id, seq: ++effect.head.seq, reason });
    effect.changed += 1;
  }
  return effect;
}

function readAll(command: Extract<InboxCommand, { op: 'readAll' }>, facts: InboxFacts): InboxEffect {
  const { upTo, epoch, announcementsUpTo } = command;
  if (epoch !== undefined && epoch !== facts.all.epoch) throw new DomainError('conflict', 'The epoch is another one');
  if (upTo > facts.head.seq || (announcementsUpTo ?? 0) > facts.all.seq) {
    throw new DomainError('conflict', 'The place is above the head');
  }
  const effect = nothing(facts.head);
  effect.receipts = facts.running
    .filter(({ id, createdSeq }) => createdSeq <= (announcementsUpTo ?? 0) && !facts.receipts.has(id))
    .map(({ id }) => id);
  effect.changed = facts.unreadUpTo;
  if (effect.changed === 0 && effect.receipts.length === 0) return effect;
  const readUpTo = Math.max(facts.head.readUpTo, upTo);
  const seq = facts.head.seq + 1;
  effect.head = { ...effect.head, seq, readUpTo, unread: facts.head.unread - effect.changed };
  effect.changes.push({ kind: 'readAll', readUpTo, ...(announcementsUpTo !== undefined && { announcementsUpTo }), seq });
  return effect;
}

function readAnnouncements(ids: readonly string[], facts: InboxFacts): InboxEffect {
  const effect = nothing(facts.head);
  const running = new Set(facts.running.map(({ id }) => id));
  for (const id of new Set(ids)) {
    if (!running.has(id)) effect.notFound.push(id);
    else if (!facts.receipts.has(id)) {
      effect.receipts.push(id);
      effect.changes.push({ kind: 'announcementRead', id, seq: ++effect.head.seq });
    }
  }
  return effect;
}

function recount({ head, unreadUpTo }: InboxFacts): InboxEffect {
  const effect = nothing(head);
  effect.changed = Math.abs(head.unread - unreadUpTo);
  if (effect.changed > 0) effect.head = { ...effect.head, seq: head.seq + 1, unread: unreadUpTo };
  return effect;
}

function nothing(head: InboxHead): InboxEffect {
  return { head: { ...head }, changes: [], updates: [], removals: [], receipts: [], changed: 0, notFound: [] };
}
