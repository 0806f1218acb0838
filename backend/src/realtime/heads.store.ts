import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/domain-error.js';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import type { AllHead, InboxHead, StreamView } from './stream-source.js';

/** The collection of stream heads: a document per inbox, and one for the announcements. */
export const HEADS = 'heads';

/** The announcements' head. No user id can hold a '#', so one collection and one read serve both streams. */
export const ALL_ID = '#all';

/** `_id` is the user id. */
export type InboxHeadDocument = InboxHead & { _id: string };

export type AllHeadDocument = AllHead & { _id: typeof ALL_ID };

/** As read from the collection, where both kinds lie. */
type HeadDocument = { _id: string } & Partial<InboxHead> & Partial<AllHead>;

/** The newest places of many inboxes and of the announcements, as of about now. */
export interface HeadPlaces {
  all: AllHead;
  /** By user id; somebody without an inbox is missing. */
  inboxes: Map<string, number>;
}

/**
 * Reads stream heads. They are written by the transactions that take the numbers, in `notifications` and
 * `announcements`; this store creates only the announcements' head, which carries the epoch.
 */
@Injectable()
export class HeadsStore {
  constructor(private readonly mongo: Mongo) {}

  /** Gives the database its epoch if it has none yet. To be awaited before listening. */
  async ensureEpoch(): Promise<void> {
    await this.mongo
      .collection<AllHeadDocument>(HEADS)
      .updateOne({ _id: ALL_ID }, { $setOnInsert: { epoch: newEpoch(), seq: 0, floor: 0 } }, { upsert: true });
  }

  async epoch(): Promise<string> {
    return (await this.places([])).all.epoch;
  }

  /** Begins a new life of the database: every cursor of the old one gets a reset. @returns the new epoch */
  async renewEpoch(): Promise<string> {
    const epoch = newEpoch();
    await this.mongo.collection<AllHeadDocument>(HEADS).updateOne({ _id: ALL_ID }, { $set: { epoch } });
    return epoch;
  }

  /** Both heads of one person at the moment of `snapshot`. */
  async view(userId: string, snapshot: Snapshot): Promise<StreamView> {
    const [view] = await this.views([userId], snapshot);
    return view!;
  }

  /** The heads of these people, in their order, at the moment of `snapshot`, in one read. */
  async views(readers: readonly string[], snapshot: Snapshot): Promise<StreamView[]> {
    const heads = await this.mongo
      .collection<HeadDocument>(HEADS)
      .find({ _id: { $in: [...new Set(readers), ALL_ID] } }, { session: snapshot })
      .toArray();
    const all = allHead(heads);
    const byId = new Map(heads.map((head) => [head._id, head] as const));
    return readers.map((userId) => ({ userId, snapshot, readers, all, inbox: inboxHead(byId.get(userId)) }));
  }

  /** The newest places of these people's inboxes and of the announcements, in one read. */
  async places(userIds: readonly string[]): Promise<HeadPlaces> {
    const heads = await this.mongo
      .collection<HeadDocument>(HEADS)
      .find({ _id: { $in: [...userIds, ALL_ID] } }, { projection: { seq: 1, epoch: 1, floor: 1 } })
      .toArray();
    const inboxes = new Map(heads.filter((head) => head._id !== ALL_ID).map((head) => [head._id, head.seq ?? 0] as const));
    return { all: allHead(heads), inboxes };
  }
}

function newEpoch(): string {
  return randomBytes(12).toString('base64url');
}

function inboxHead({ seq = 0, unread = 0, readUpTo = 0, floor = 0 }: Partial<InboxHead> = {}): InboxHead {
  return { seq, unread, readUpTo, floor };
}

function allHead(heads: readonly HeadDocument[]): AllHead {
  const { epoch, seq, floor } = heads.find((head) => head._id === ALL_ID) ?? {};
  if (epoch === undefined || seq === undefined || floor === undefined) {
    throw noEpoch();
  }
  return { epoch, seq, floor };
}

/** The announcements' head is missing: only a database that was taken away under a running node has none. */
export function noEpoch(): DomainError {
  return new DomainError('unavailable', 'The database has no epoch: was it replaced while we ran?');
}
