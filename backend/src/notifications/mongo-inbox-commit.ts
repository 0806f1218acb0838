import { Injectable } from '@nestjs/common';
import type { Json } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { RECEIPTS, type Receipt } from '../announcements/announcement.schema.js';
import { AnnouncementsStore } from '../announcements/announcements.store.js';
import { Idempotency, IDEMPOTENCY, type OnceRecord } from '../platform/idempotency.js';
import { Mongo, type Insert, type Snapshot } from '../platform/mongo.js';
import { ALL_ID, HEADS, noEpoch, type AllHeadDocument, type InboxHeadDocument } from '../realtime/heads.store.js';
import type { AllHead, InboxHead } from '../realtime/stream-source.js';
import type { ItemUpdate, RunningAnnouncement } from './inbox-command.js';
import { planInbox, type InboxPlan, type InboxState, type KnownWrite } from './inbox-plan.js';
import type { InboxCommand, InboxOutcome, InboxWrite } from './inbox.repository.js';
import { INBOX_CHANGES, NOTIFICATIONS } from './notification.schema.js';
import type { StoredChange, StoredNotification } from './stored-notification.js';

/**
 * The body of an inbox transaction: reads what the batch is about, plans it in memory, writes the plan. Calls go one
 * after another, since a session takes only one at a time.
 */
@Injectable()
export class MongoInboxCommit {
  constructor(
    private readonly mongo: Mongo,
    private readonly announcements: AnnouncementsStore,
    private readonly idempotency: Idempotency,
  ) {}

  /** @returns what each write is to be told once the transaction is committed */
  async run(batch: readonly InboxWrite[], session: Snapshot): Promise<readonly InboxOutcome[]> {
    const plan = planInbox(batch, await this.state(batch, session), new Date());
    await this.write(plan, session);
    return plan.outcomes;
  }

  private async state(batch: readonly InboxWrite[], session: Snapshot): Promise<InboxState> {
    const commands = batch.flatMap((write) => (write.kind === 'command' ? [write.command] : []));
    const { all, heads } = await this.readHeads(batch, session);
    const known = await this.readKnown(batch, session);
    const items = await this.readItems(commands, session);
    const unreadUpTo = await this.countUnread(commands, heads, session);
    return { all, heads, known, items, unreadUpTo, ...(await this.readReceipts(commands, session)) };
  }

  private async readHeads(
    batch: readonly InboxWrite[],
    session: Snapshot,
  ): Promise<{ all: AllHead; heads: Map<string, InboxHead> }> {
    const people = batch.flatMap((write) =>
      write.kind === 'create' ? write.drafts.map(({ userId }) => userId) : [write.command.userId],
    );
    const found = await this.mongo
      .collection<InboxHeadDocument | AllHeadDocument>(HEADS)
      .find({ _id: { $in: [ALL_ID, ...new Set(people)] } }, { session })
      .toArray();
    const heads = new Map<string, InboxHead>();
    let all: AllHead | undefined;
    for (const head of found) {
      if ('epoch' in head) all = head;
      else heads.set(head._id, { seq: head.seq, unread: head.unread, readUpTo: head.readUpTo, floor: head.floor });
    }
    if (!all) throw noEpoch();
    return { all, heads };
  }

  private async readKnown(batch: readonly InboxWrite[], session: Snapshot): Promise<Map<string, KnownWrite>> {
    const ids = batch.flatMap(({ once }) => (once ? [once.id] : []));
    const records = await this.idempotency.findRecords(session, ids);
    return new Map(
      [...records].map(([id, { bodyHash, answer }]) => [id, { bodyHash, answer: JSON.parse(answer) as Json }]),
    );
  }

  private async readItems(commands: readonly InboxCommand[], session: Snapshot): Promise<InboxState['items']> {
    const byOwner = new Map<string, Map<string, StoredNotification>>();
    const named = commands.flatMap((command) =>
      'ids' in command && command.op !== 'announcementRead' ? [command] : [],
    );
    if (named.length === 0) return byOwner;
    for (const { userId } of named) byOwner.set(userId, new Map());
    const ids = named.flatMap((command) => command.ids);
    const owners = [...byOwner.keys()];
    const found = await this.notifications
      .find({ _id: { $in: ids }, userId: { $in: owners } }, { session })
      .toArray();
    for (const item of found) byOwner.get(item.userId)?.set(item._id, item);
    return byOwner;
  }

  private async countUnread(
    commands: readonly InboxCommand[],
    heads: ReadonlyMap<string, InboxHead>,
    session: Snapshot,
  ): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const command of commands) {
      const head = heads.get(command.userId);
      if (!head) continue;
      const { userId, op } = command;
      if (op === 'readAll') counts.set(userId, await this.countUnreadUpTo(userId, command.upTo, head, session));
      if (op === 'recount') counts.set(userId, await this.recountUnread(userId, head, session));
    }
    return counts;
  }

  private async countUnreadUpTo(userId: string, upTo: number, head: InboxHead, session: Snapshot): Promise<number> {
    if (upTo >= head.seq) return head.unread;
    if (upTo <= head.readUpTo) return 0;
    // Nothing is created after its last change, so the first bound keeps the index scan short.
    return this.notifications.countDocuments(
      { userId, unread: true, createdSeq: { $lte: upTo }, seq: { $gt: head.readUpTo, $lte: upTo } },
      { session },
    );
  }

  /** By the items alone, whatever the head says. */
  private recountUnread(userId: string, { readUpTo }: InboxHead, session: Snapshot): Promise<number> {
    return this.notifications.countDocuments({ userId, unread: true, seq: { $gt: readUpTo } }, { session });
  }

  private async readReceipts(
    commands: readonly InboxCommand[],
    session: Snapshot,
  ): Promise<{ running: RunningAnnouncement[]; receipts: Map<string, Set<string>> }> {
    const readers = commands.filter(marksAnnouncements).map(({ userId }) => userId);
    const receipts = new Map<string, Set<string>>();
    if (readers.length === 0) return { running: [], receipts };
    const running = (await this.announcements.running(session)).map(({ _id: id, createdSeq }) => ({ id, createdSeq }));
    const ids = running.map(({ id }) => id);
    for (const userId of readers) receipts.set(userId, await this.announcements.readBy(userId, ids, session));
    return { running, receipts };
  }

  /** Heads first and by user id: of two batches with a person in common one loses before it has written anything. */
  private async write(plan: InboxPlan, session: Snapshot): Promise<void> {
    const heads = [...plan.heads].sort(([a], [b]) => (a < b ? -1 : 1));
    if (heads.length > 0) {
      await this.mongo.collection<InboxHeadDocument>(HEADS).bulkWrite(
        heads.map(([_id, head]) => ({ updateOne: { filter: { _id }, update: { $set: head }, upsert: true } })),
        { session, ordered: true },
      );
    }
    if (plan.updates.length > 0) {
      await this.notifications.bulkWrite(plan.updates.map(toUpdate), { session, ordered: true });
    }
    if (plan.removals.length > 0) {
      await this.notifications.deleteMany({ _id: { $in: plan.removals } }, { session });
    }
    for (const { collection, documents } of insertsOf(plan, this.idempotency)) {
      await this.mongo.collection(collection).insertMany(documents, { session, ordered: true });
    }
  }

  private get notifications() {
    return this.mongo.collection<StoredNotification>(NOTIFICATIONS);
  }
}

function marksAnnouncements(command: InboxCommand): boolean {
  return command.op === 'announcementRead' || (command.op === 'readAll' && command.announcementsUpTo !== undefined);
}

function toUpdate({ id, seq, readAt }: ItemUpdate): mongo.AnyBulkWriteOperation<StoredNotification> {
  const update: mongo.UpdateFilter<StoredNotification> = readAt
    ? { $set: { seq, readAt }, $unset: { unread: '' } }
    : { $set: { seq, unread: true }, $unset: { readAt: '' } };
  return { updateOne: { filter: { _id: id }, update } };
}

/** What a plan inserts, a call for each collection. */
function insertsOf(plan: InboxPlan, idempotency: Idempotency): { collection: string; documents: object[] }[] {
  const records: OnceRecord[] = plan.records.map(({ once, answer }) => idempotency.recordOf(once, answer));
  const alongside = Map.groupBy(plan.alongside, ({ collection }: Insert) => collection);
  const groups: [string, object[]][] = [
    [NOTIFICATIONS, plan.inserts satisfies StoredNotification[]],
    [INBOX_CHANGES, plan.rows satisfies StoredChange[]],
    [RECEIPTS, plan.receipts satisfies Receipt[]],
    [IDEMPOTENCY, records],
    ...[...alongside].map(([name, inserts]): [string, object[]] => [name, inserts.map(({ document }) => document)]),
  ];
  return groups.flatMap(([collection, documents]) => (documents.length > 0 ? [{ collection, documents }] : []));
}
