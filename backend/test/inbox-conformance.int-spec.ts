import { RECEIPTS, type Receipt } from '../src/announcements/announcement.schema.js';
import { draftAnnouncement } from '../src/announcements/announcement-rules.js';
import { AnnouncementsStore } from '../src/announcements/announcements.store.js';
import { inboxConformance } from '../src/notifications/inbox.conformance.js';
import type { InboxWorld } from '../src/notifications/test-inbox.conformance.js';
import { MongoInboxCommit } from '../src/notifications/mongo-inbox-commit.js';
import { MongoInboxRepository } from '../src/notifications/mongo-inbox.repository.js';
import { Idempotency } from '../src/platform/idempotency.js';
import { transact } from '../src/platform/transaction.js';
import { HEADS, type InboxHeadDocument } from '../src/realtime/heads.store.js';
import { openDatabase } from './database.js';

async function realWorld(): Promise<InboxWorld> {
  const database = await openDatabase();
  const { mongo, heads, env } = database;
  const announcements = new AnnouncementsStore(mongo);
  const repository = () =>
    new MongoInboxRepository(mongo, heads, new MongoInboxCommit(mongo, announcements, new Idempotency(mongo, env)));
  await mongo.connection.createCollection('alongside');
  const { all } = await heads.places([]);
  return {
    repository: repository(),
    other: repository(),
    epoch: all.epoch,
    announce: (id) =>
      transact(mongo, async (session) => {
        const { seq } = await announcements.takePlace(session);
        const draft = draftAnnouncement({ title: 'Title', message: 'Message' }, new Date());
        await announcements.insert({ ...draft, _id: id, seq, createdSeq: seq }, session);
        return seq;
      }),
    async receipts(userId) {
      const found = await mongo.collection<Receipt>(RECEIPTS).find({ userId }).toArray();
      return found.map(({ announcementId }) => announcementId);
    },
    withView: (userId, work) => mongo.snapshot(async (snapshot) => work(await heads.view(userId, snapshot))),
    async breakCount(userId, unread) {
      await mongo.collection<InboxHeadDocument>(HEADS).updateOne({ _id: userId }, { $set: { unread } });
    },
    documents: (collection) => mongo.collection<{ _id: string }>(collection).distinct('_id'),
    close: () => database.close(),
  };
}

inboxConformance(MongoInboxRepository.name, realWorld);
