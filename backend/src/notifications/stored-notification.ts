import type { Actor, Change, JsonObject, Notification, Severity } from '@eventide/contracts';
import type { Draft } from './inbox.repository.js';

/** A notification as it is stored. Its effective status also depends on the `readUpTo` of its inbox. */
export interface StoredNotification {
  _id: string;
  userId: string;
  seq: number;
  createdSeq: number;
  type: string;
  category: string;
  severity: Severity;
  title: string;
  message: string;
  link?: string;
  /** JSON text, so that `$` and `.` in keys mean nothing to the database. */
  data?: string;
  actor?: Actor;
  timestamp: Date;
  /** Present only while stored unread, so that partial indexes hold just these. */
  unread?: true;
  readAt?: Date;
  expiresAt?: Date;
}

/** A change that leaves no document behind which could carry its number. */
export type RowChange = Exclude<Change, { kind: 'updated' }>;

/** One place of an inbox stream that a {@link RowChange} took; `change` is what clients get. */
export interface StoredChange {
  userId: string;
  seq: number;
  at: Date;
  change: RowChange;
}

/** The effective status: a read-all covers whatever has a place at or below `readUpTo`. */
export function isUnread(item: Pick<StoredNotification, 'seq' | 'unread'>, readUpTo: number): boolean {
  return item.unread === true && item.seq > readUpTo;
}

/** A new notification at its first place. */
export function toStored(draft: Draft, seq: number): StoredNotification {
  return compact({
    _id: draft.id,
    userId: draft.userId,
    seq,
    createdSeq: seq,
    type: draft.type,
    category: draft.category,
    severity: draft.severity,
    title: draft.title,
    message: draft.message,
    link: draft.link,
    data: draft.data && JSON.stringify(draft.data),
    actor: draft.actor,
    timestamp: draft.timestamp,
    unread: true as const,
    expiresAt: draft.expiresAt,
  });
}

/** What the contract shows of a stored notification in an inbox read up to `readUpTo`. */
export function toNotification(item: StoredNotification, readUpTo: number): Notification {
  return compact({
    id: item._id,
    userId: item.userId,
    seq: item.seq,
    createdSeq: item.createdSeq,
    type: item.type,
    category: item.category,
    severity: item.severity,
    title: item.title,
    message: item.message,
    link: item.link,
    data: item.data === undefined ? undefined : (JSON.parse(item.data) as JsonObject),
    actor: item.actor,
    timestamp: item.timestamp.toISOString(),
    readAt: item.readAt?.toISOString(),
    expiresAt: item.expiresAt?.toISOString(),
    readStatus: isUnread(item, readUpTo) ? ('unread' as const) : ('read' as const),
  });
}

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
