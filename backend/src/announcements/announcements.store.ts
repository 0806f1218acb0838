import { Injectable } from '@nestjs/common';
import type { AnnouncementState } from '@eventide/contracts';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import { ALL_ID, HEADS, noEpoch, type AllHeadDocument } from '../realtime/heads.store.js';
import { ANNOUNCEMENTS, RECEIPTS, type Receipt } from './announcement.schema.js';
import type { PublishedAnnouncement, StoredAnnouncement } from './stored-announcement.js';

/** A number taken in the stream of all, and the one before it. */
export interface AllPlace {
  epoch: string;
  prev: number;
  seq: number;
}

const LISTED = 500;
const DUE_AT_ONCE = 100;

/** Announcements and their receipts. Whatever takes a session belongs to the caller's snapshot or transaction. */
@Injectable()
export class AnnouncementsStore {
  constructor(private readonly mongo: Mongo) {}

  /** Takes the next number of `all` for the change that the transaction makes. */
  async takePlace(session: Snapshot): Promise<AllPlace> {
    const head = await this.heads.findOneAndUpdate(
      { _id: ALL_ID },
      { $inc: { seq: 1 } },
      { session, returnDocument: 'after' },
    );
    if (!head) throw noEpoch();
    return { epoch: head.epoch, prev: head.seq - 1, seq: head.seq };
  }

  async insert(stored: StoredAnnouncement, session: Snapshot): Promise<void> {
    await this.announcements.insertOne(stored, { session });
  }

  /** Sets the fields; those that are undefined are taken away. */
  async set(id: string, fields: Partial<StoredAnnouncement>, session: Snapshot): Promise<void> {
    const entries = Object.entries(fields);
    const $set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    const $unset = Object.fromEntries(entries.filter(([, value]) => value === undefined).map(([name]) => [name, true as const]));
    await this.announcements.updateOne({ _id: id }, { $set, $unset }, { session });
  }

  find(id: string, session?: Snapshot): Promise<StoredAnnouncement | null> {
    return this.announcements.findOne({ _id: id }, { session });
  }

  countRunning(session: Snapshot): Promise<number> {
    return this.announcements.countDocuments({ state: 'running' }, { session });
  }

  /** The running ones by `seq`; at most 100 by the rule of publication. */
  async running(session?: Snapshot): Promise<PublishedAnnouncement[]> {
    return (await this.announcements.find({ state: 'running' }, { session, sort: { seq: 1 } }).toArray()) as PublishedAnnouncement[];
  }

  /** The newest of any state. */
  newest(session?: Snapshot): Promise<StoredAnnouncement[]> {
    return this.announcements.find({}, { session, sort: { timestamp: -1 }, limit: LISTED }).toArray();
  }

  /** Published ones, whatever became of them, that changed after a place, by `seq`. */
  async changedAfter(after: number, limit: number, session: Snapshot): Promise<PublishedAnnouncement[]> {
    const found = await this.announcements.find({ seq: { $gt: after } }, { session, sort: { seq: 1 }, limit }).toArray();
    return found as PublishedAnnouncement[];
  }

  /** Which of these announcements a person has read. */
  async readBy(userId: string, ids: readonly string[], session?: Snapshot): Promise<Set<string>> {
    return (await this.readByEach([userId], ids, session)).get(userId) ?? new Set();
  }

  /** Which of these announcements each of these people has read; who has read none is missing. */
  async readByEach(userIds: readonly string[], ids: readonly string[], session?: Snapshot): Promise<Map<string, Set<string>>> {
    const read = new Map<string, Set<string>>();
    if (ids.length === 0) return read;
    const chosen = { userId: { $in: [...new Set(userIds)] }, announcementId: { $in: [...ids] } };
    for (const { userId, announcementId } of await this.receipts.find(chosen, { session }).toArray()) {
      const already = read.get(userId);
      if (already) already.add(announcementId);
      else read.set(userId, new Set([announcementId]));
    }
    return read;
  }

  /** Ids of those in a state whose time to leave it has come. */
  async due(state: Extract<AnnouncementState, 'scheduled' | 'running'>, now: Date): Promise<string[]> {
    const time = state === 'scheduled' ? 'publishAt' : 'expiresAt';
    const found = await this.announcements
      .find({ state, [time]: { $lte: now } }, { projection: { _id: 1 }, sort: { [time]: 1 }, limit: DUE_AT_ONCE })
      .toArray();
    return found.map(({ _id }) => _id);
  }

  /** Ids of those that a person announced. */
  async byActor(userId: string): Promise<string[]> {
    const found = await this.announcements.find({ 'actor.id': userId }, { projection: { _id: 1 } }).toArray();
    return found.map(({ _id }) => _id);
  }

  /** Ids of those that ended before a time. */
  async endedBefore(time: Date): Promise<string[]> {
    const found = await this.announcements
      .find({ endedAt: { $lt: time } }, { projection: { _id: 1 }, sort: { endedAt: 1 }, limit: DUE_AT_ONCE })
      .toArray();
    return found.map(({ _id }) => _id);
  }

  /** Deletes announcements and raises the floor of `all` to the highest of their places. */
  async remove(ids: readonly string[], session: Snapshot): Promise<void> {
    const chosen = { _id: { $in: [...ids] } };
    const found = await this.announcements.find(chosen, { session, projection: { seq: 1 } }).toArray();
    const floor = Math.max(0, ...found.map(({ seq }) => seq ?? 0));
    await this.heads.updateOne({ _id: ALL_ID }, { $max: { floor } }, { session });
    await this.announcements.deleteMany(chosen, { session });
  }

  /** Deletes who has read these; there may be as many as people, so it belongs to no transaction. */
  async removeReceipts(ids: readonly string[]): Promise<void> {
    await this.receipts.deleteMany({ announcementId: { $in: [...ids] } });
  }

  /** Forgets what a person has read. @returns whether that was anything */
  async eraseReceipts(userId: string): Promise<boolean> {
    return (await this.receipts.deleteMany({ userId })).deletedCount > 0;
  }

  private get announcements() {
    return this.mongo.collection<StoredAnnouncement>(ANNOUNCEMENTS);
  }

  private get receipts() {
    return this.mongo.collection<Receipt>(RECEIPTS);
  }

  private get heads() {
    return this.mongo.collection<AllHeadDocument>(HEADS);
  }
}
