import { Injectable } from '@nestjs/common';
import type { Change, Notification } from '@eventide/contracts';
import { Mongo } from '../platform/mongo.js';
import { attempt, transact } from '../platform/transaction.js';
import { ALL_ID, HEADS, HeadsStore, type InboxHeadDocument } from '../realtime/heads.store.js';
import type { InboxHead, StreamView } from '../realtime/stream-source.js';
import {
  InboxRepository,
  type CommitResult,
  type InboxOutcome,
  type InboxWrite,
  type ListPage,
  type ListQuery,
  type Recount,
} from './inbox.repository.js';
import { MongoInboxCommit } from './mongo-inbox-commit.js';
import { INBOX_CHANGES, NOTIFICATIONS } from './notification.schema.js';
import { toNotification, type StoredChange, type StoredNotification } from './stored-notification.js';

/** Items deleted by one call when a person is erased. */
const ERASED_AT_ONCE = 1_000;

@Injectable()
export class MongoInboxRepository extends InboxRepository {
  constructor(
    private readonly mongo: Mongo,
    private readonly heads: HeadsStore,
    private readonly inbox: MongoInboxCommit,
  ) {
    super();
  }

  async commit(batch: readonly InboxWrite[], deadline: Date): Promise<CommitResult> {
    let outcomes: readonly InboxOutcome[] = [];
    const result = await attempt(this.mongo, deadline, async (session) => {
      outcomes = await this.inbox.run(batch, session);
    });
    if (result.status === 'committed') return { status: 'committed', outcomes };
    if (result.status !== 'unknown') return result;
    const settle = async (): Promise<CommitResult> => {
      const fate = await result.settle();
      if (fate === 'committed') return { status: 'committed', outcomes };
      return { status: 'conflict', cause: new Error('The transaction was aborted by the server.') };
    };
    return { status: 'unknown', settle };
  }

  async list(query: ListQuery): Promise<ListPage> {
    return this.mongo.snapshot(async (snapshot) => {
      const { inbox } = await this.heads.view(query.userId, snapshot);
      const wanted = query.limit + 1;
      // Read-alls leave many stored unread ones behind: the count tells when the last effective one has been found.
      const limit = query.status === 'unread' ? Math.min(wanted, inbox.unread) : wanted;
      const found =
        limit === 0
          ? []
          : await this.notifications.find(filterOf(query, inbox), { session: snapshot, sort: { createdSeq: -1 }, limit }).toArray();
      return {
        items: found.slice(0, query.limit).map((item) => toNotification(item, inbox.readUpTo)),
        head: inbox.seq,
        readUpTo: inbox.readUpTo,
        more: found.length > query.limit,
      };
    });
  }

  async find(userId: string, id: string): Promise<Notification | null> {
    return this.mongo.snapshot(async (snapshot) => {
      const { inbox } = await this.heads.view(userId, snapshot);
      const item = await this.notifications.findOne({ _id: id, userId }, { session: snapshot });
      return item && toNotification(item, inbox.readUpTo);
    });
  }

  async delta(view: StreamView, after: number, limit: number): Promise<Change[]> {
    const { userId, snapshot, inbox } = view;
    const range = { userId, seq: { $gt: after } };
    const options = { session: snapshot, sort: { seq: 1 }, limit } as const;
    const items = await this.notifications.find(range, options).toArray();
    const rows = await this.changes.find(range, options).toArray();
    return [
      ...rows.map(({ seq, change }) => ({ seq, change })),
      ...items.map((item) => ({
        seq: item.seq,
        change: { kind: 'updated' as const, notification: toNotification(item, inbox.readUpTo) },
      })),
    ]
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit)
      .map(({ change }) => change);
  }

  async newest({ userId, snapshot, inbox }: StreamView, limit: number): Promise<Notification[]> {
    const found = await this.notifications
      .find({ userId }, { session: snapshot, sort: { createdSeq: -1 }, limit })
      .toArray();
    return found.sort((a, b) => a.seq - b.seq).map((item) => toNotification(item, inbox.readUpTo));
  }

  async expired(now: Date, limit: number): Promise<{ userId: string; ids: string[] }[]> {
    const found = await this.notifications
      .find({ expiresAt: { $lte: now } }, { projection: { userId: 1 }, sort: { expiresAt: 1 }, limit })
      .toArray();
    return [...Map.groupBy(found, ({ userId }) => userId)].map(([userId, items]) => ({
      userId,
      ids: items.map(({ _id }) => _id),
    }));
  }

  async recount(after: string, limit: number): Promise<Recount[]> {
    const unread = { $match: { unread: true, $expr: { $gt: ['$seq', '$$readUpTo'] } } };
    const pipeline = [
      { $match: { _id: { $gt: after, $ne: ALL_ID } } },
      { $sort: { _id: 1 } },
      { $limit: limit },
      {
        $lookup: {
          from: NOTIFICATIONS,
          localField: '_id',
          foreignField: 'userId',
          let: { readUpTo: '$readUpTo' },
          pipeline: [unread, { $count: 'count' }],
          as: 'found',
        },
      },
      { $project: { _id: 0, userId: '$_id', stored: '$unread', counted: { $ifNull: [{ $first: '$found.count' }, 0] } } },
    ];
    return this.mongo.snapshot((session) => this.headDocuments.aggregate<Recount>(pipeline, { session }).toArray());
  }

  async following(after: string): Promise<string | undefined> {
    const next = { _id: { $gt: after, $ne: ALL_ID } };
    return (await this.headDocuments.findOne(next, { projection: { _id: 1 }, sort: { _id: 1 } }))?._id;
  }

  async prune(before: Date, limit: number): Promise<number> {
    const old = await this.changes
      .find({ at: { $lt: before } }, { projection: { userId: 1, seq: 1 }, sort: { at: 1 }, limit })
      .toArray();
    let pruned = 0;
    for (const [userId, rows] of Map.groupBy(old, (row) => row.userId)) {
      const floor = Math.max(...rows.map(({ seq }) => seq));
      pruned += await transact(this.mongo, async (session) => {
        await this.headDocuments.updateOne({ _id: userId }, { $max: { floor } }, { session });
        return (await this.changes.deleteMany({ userId, seq: { $lte: floor } }, { session })).deletedCount;
      });
    }
    return pruned;
  }

  async erase(userId: string): Promise<boolean> {
    const before = await this.headDocuments.findOne({ _id: userId });
    if (!before || (await this.isErased(before))) return false;
    const seq = await transact(this.mongo, async (session) => {
      const head = await this.headDocuments.findOne({ _id: userId }, { session });
      const seq = (head?.seq ?? before.seq) + 1;
      // From here on nothing counts as unread and no cursor gets a delta, so the rest may go bit by bit.
      const after: InboxHead = { seq, unread: 0, readUpTo: seq, floor: seq };
      await this.headDocuments.updateOne({ _id: userId }, { $set: after }, { session });
      return seq;
    });
    await this.changes.deleteMany({ userId, seq: { $lte: seq } });
    await this.eraseItems(userId, seq);
    return true;
  }

  private async isErased({ _id: userId, seq, floor }: InboxHeadDocument): Promise<boolean> {
    if (seq > floor) return false;
    return !(await this.notifications.findOne({ userId })) && !(await this.changes.findOne({ userId }));
  }

  private async eraseItems(userId: string, upTo: number): Promise<void> {
    for (;;) {
      const covered = { userId, seq: { $lte: upTo } };
      const found = await this.notifications.find(covered, { projection: { _id: 1 }, limit: ERASED_AT_ONCE }).toArray();
      if (found.length === 0) return;
      await this.notifications.deleteMany({ ...covered, _id: { $in: found.map(({ _id }) => _id) } });
    }
  }

  private get notifications() {
    return this.mongo.collection<StoredNotification>(NOTIFICATIONS);
  }

  private get changes() {
    return this.mongo.collection<StoredChange>(INBOX_CHANGES);
  }

  private get headDocuments() {
    return this.mongo.collection<InboxHeadDocument>(HEADS);
  }
}

function filterOf(query: ListQuery, { readUpTo }: InboxHead) {
  return {
    userId: query.userId,
    ...(query.type !== undefined && { type: query.type }),
    ...(query.category !== undefined && { category: query.category }),
    ...(query.before !== undefined && { createdSeq: { $lt: query.before } }),
    ...(query.status === 'unread' && { unread: true as const, seq: { $gt: readUpTo } }),
    ...(query.status === 'read' && { $or: [{ unread: { $ne: true as const } }, { seq: { $lte: readUpTo } }] }),
  };
}
