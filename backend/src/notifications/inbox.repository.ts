import type { Actor, Change, Json, JsonObject, ListStatus, Notification, NotificationList, Severity } from '@eventide/contracts';
import type { DomainError } from '../platform/domain-error.js';
import type { OnceKey } from '../platform/idempotency.js';
import type { Insert } from '../platform/mongo.js';
import type { Frame } from '../realtime/frame.js';
import type { StreamView } from '../realtime/stream-source.js';

/** A notification before it has a place; validated at the edge, but for an `expiresAt` at or before `timestamp`. */
export interface Draft {
  id: string;
  userId: string;
  type: string;
  category: string;
  severity: Severity;
  title: string;
  message: string;
  link?: string;
  data?: JsonObject;
  actor?: Actor;
  timestamp: Date;
  expiresAt?: Date;
}

/** A change of one person's inbox other than a creation. */
export type InboxCommand =
  | { op: 'read' | 'unread' | 'remove' | 'expire' | 'announcementRead'; userId: string; ids: readonly string[] }
  | { op: 'readAll'; userId: string; upTo: number; epoch?: string; announcementsUpTo?: number }
  /** Sets the count right if it is not what the items say; takes a place for it, so that clients hear of it. */
  | { op: 'recount'; userId: string };

/** What a write did to one person's inbox. */
export interface InboxResult {
  userId: string;
  /** The inbox place after it, and the exact count there. */
  seq: number;
  unread: number;
  readUpTo: number;
  /** How many notifications changed; for `recount` by how much the count was wrong. */
  changed: number;
  /** Ids that are gone or somebody else's. */
  notFound: readonly string[];
}

interface WriteBase {
  /** Idempotency: recorded in the same transaction with the answer; known already: the stored answer, no effect. */
  once?: OnceKey;
  /** Documents that exist if and only if this write does. */
  alongside?: readonly Insert[];
}

/**
 * One request's change of inboxes, applied whole or not at all. Creations may concern many people;
 * a command concerns one.
 */
export type InboxWrite =
  | (WriteBase & { kind: 'create'; drafts: readonly Draft[]; answer: (sent: readonly { id: string; userId: string; seq: number }[]) => Json })
  | (WriteBase & { kind: 'command'; command: InboxCommand; answer: (result: InboxResult) => Json });

export type InboxOutcome =
  | { ok: true; answer: Json; /** In commit order; empty when nothing changed or the answer was a stored one. */ frames: readonly Frame[] }
  | { ok: false; error: DomainError };

/** What became of a batch. */
export type CommitResult =
  | { status: 'committed'; outcomes: readonly InboxOutcome[] }
  /** Surely not written: a conflict with another writer, or the database was not reachable before the commit. */
  | { status: 'conflict' | 'unavailable'; cause: unknown }
  /** Surely not written, and would fail again: at least one write of the batch is at fault. */
  | { status: 'rejected'; cause: unknown }
  /** Asked to commit and heard nothing in time; `settle` finds out, for as long as that takes. */
  | { status: 'unknown'; settle: () => Promise<CommitResult> };

/** An inbox's stored count of unread, and what its items say, at one moment. */
export interface Recount {
  userId: string;
  stored: number;
  counted: number;
}

export interface ListQuery {
  userId: string;
  status: ListStatus;
  type?: string;
  category?: string;
  /** Only items created at a lower place. */
  before?: number;
  limit: number;
}

export type ListPage = Omit<NotificationList, 'next'> & {
  /** Whether older ones follow. */
  more: boolean;
};

/**
 * Inboxes: notifications, their numbers and counts.
 *
 * Guarantees: a change takes its number, changes the count and writes its documents in one transaction with
 * `w: majority, j: true`, so numbers of an inbox have no holes, whoever sees n can see everything below, and the count
 * at n is exact. Not guaranteed: order between two calls of `commit` that run at once; {@link InboxWriter} serialises
 * them. Within a batch a person either gets creations only or has a single command; the caller sees to it.
 */
export abstract class InboxRepository {
  abstract commit(batch: readonly InboxWrite[], deadline: Date): Promise<CommitResult>;

  /** One page of the history by `createdSeq`, newest first, with the head that it holds for. */
  abstract list(query: ListQuery): Promise<ListPage>;

  abstract find(userId: string, id: string): Promise<Notification | null>;

  /** Changes after a place, see {@link StreamSource.delta}. */
  abstract delta(view: StreamView, after: number, limit: number): Promise<Change[]>;

  /** The newest notifications by creation, sorted by `seq`. */
  abstract newest(view: StreamView, limit: number): Promise<Notification[]>;

  /** At most `limit` notifications whose `expiresAt` has passed, grouped by person. */
  abstract expired(now: Date, limit: number): Promise<{ userId: string; ids: string[] }[]>;

  /** Counts at most `limit` inboxes again, by user id, beginning behind `after`; with an empty one from the start. */
  abstract recount(after: string, limit: number): Promise<Recount[]>;

  /** The user id of the next inbox in the order of {@link recount}; undefined behind the last one. */
  abstract following(after: string): Promise<string | undefined>;

  /**
   * Deletes rows of changes older than `before` and raises the floor of each inbox concerned in the same transaction.
   * @returns how many rows went
   */
  abstract prune(before: Date, limit: number): Promise<number>;

  /**
   * Removes everything a person has. The head stays and moves on with the floor, so that whoever still holds a cursor is
   * told to forget. May be repeated after a failure.
   * @returns whether anything had come since the inbox began or was last erased
   */
  abstract erase(userId: string): Promise<boolean>;
}
