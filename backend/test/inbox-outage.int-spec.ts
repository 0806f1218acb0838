import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { AnnouncementsStore } from '../src/announcements/announcements.store.js';
import { InboxWriter, InboxWriterLimits } from '../src/notifications/inbox-writer.js';
import { MongoInboxCommit } from '../src/notifications/mongo-inbox-commit.js';
import { MongoInboxRepository } from '../src/notifications/mongo-inbox.repository.js';
import { NOTIFICATIONS } from '../src/notifications/notification.schema.js';
import type { StoredNotification } from '../src/notifications/stored-notification.js';
import type { DomainError } from '../src/platform/domain-error.js';
import { Idempotency, onceKey, type OnceKey } from '../src/platform/idempotency.js';
import { Metrics } from '../src/platform/metrics.js';
import { InMemoryPublisher } from '../src/realtime/in-memory-publisher.js';
import { MONGOD_PORT, mongoUri, openDatabase, throughLink, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { TcpProxy } from './tcp-proxy.js';

const PEOPLE = ['ada', 'bob', 'eve'];
/** Without a deadline of its own a write waits as long as its socket. That it ends within 3 s is judged by the fault suite. */
const DRIVER_GIVES_UP_MS = 5_000;

describe('an inbox writer whose database goes away', () => {
  let link: TcpProxy;
  let database: TestDatabase;
  let writer: InboxWriter;
  const publisher = new InMemoryPublisher();

  beforeAll(async () => {
    const uri = mongoUri();
    link = await TcpProxy.to(uri, MONGOD_PORT);
    database = await openDatabase(throughLink(uri, link));
    const { mongo, heads, env } = database;
    const commit = new MongoInboxCommit(mongo, new AnnouncementsStore(mongo), new Idempotency(mongo, env));
    writer = new InboxWriter(new MongoInboxRepository(mongo, heads, commit), publisher, new Metrics(), new InboxWriterLimits());
  });
  afterAll(async () => {
    await database.close();
    await link.close();
  });

  /** @returns the id of the notification that the answer names */
  async function send(userId: string, once?: OnceKey): Promise<string> {
    const text = { type: 'a', category: 'a', severity: 'info' as const, title: 'Title', message: 'Message' };
    const draft = { id: randomUUID(), userId, ...text, timestamp: new Date() };
    const answer = (sent: readonly { id: string }[]) => sent.map(({ id }) => id).join();
    return (await writer.submit({ kind: 'create', drafts: [draft], once, answer })) as string;
  }

  /** Works again, within the time that a reconnect needs. */
  const healed = () => eventually('a write', () => send('ada').then(() => true, () => false));

  async function stored(): Promise<StoredNotification[]> {
    const found = await database.mongo.collection<StoredNotification>(NOTIFICATIONS).find().toArray();
    return found.sort((a, b) => a.seq - b.seq);
  }

  /** Numbers without holes, exact counts, and a frame for each change, in order. */
  async function expectWhole(): Promise<void> {
    const items = await stored();
    for (const userId of PEOPLE) {
      const own = items.filter((item) => item.userId === userId);
      const { inboxes } = await database.heads.places([userId]);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, i) => i + 1));
      expect(inboxes.get(userId) ?? 0).toBe(own.length);
      const frames = publisher.frames.flatMap(({ payload }) => ('userId' in payload && payload.userId === userId ? [payload.id] : []));
      expect(frames).toEqual(own.map(({ _id }) => _id));
    }
  }

  it.each(['cut', 'freeze'] as const)('tells nobody what is not true: %s', async (fault) => {
    await healed();
    const load = new Load(send);
    try {
      await eventually('load', () => load.acknowledged.length > 50);
      link[fault]();
      await expect(send('eve')).rejects.toMatchObject({ code: 'unavailable' });
      link.mend();
      const before = load.acknowledged.length;
      await eventually('recovery', () => load.acknowledged.length > before + 50);
    } finally {
      await load.stop();
    }
    const ids = new Set((await stored()).map(({ _id }) => _id));
    expect(load.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(new Set(load.refusals)).toEqual(new Set(['unavailable']));
    expect(load.longestMs).toBeLessThan(DRIVER_GIVES_UP_MS);
    await expectWhole();
  });

  /** What the server holds, asked by another way than the link. */
  async function storedUnheard(): Promise<number> {
    const client = await MongoClient.connect(mongoUri().href);
    try {
      return await client.db(database.mongo.connection.name).collection(NOTIFICATIONS).countDocuments();
    } finally {
      await client.close();
    }
  }

  it('sends once what was committed without its answer being heard', async () => {
    await healed();
    const once = onceKey('u:bob', 'POST /x', 'unheard', {});
    const known = new Set((await stored()).map(({ _id }) => _id));
    link.muteAfter('commitTransaction');
    await expect(send('bob', once)).rejects.toMatchObject({ code: 'unavailable' });
    expect(link.muted).toBe(true);
    expect(await storedUnheard()).toBe(known.size + 1);
    link.mend();
    const id = await eventually('the answer to a repeat', () => send('bob', once).catch(() => null));
    const added = (await stored()).filter(({ _id, userId }) => userId === 'bob' && !known.has(_id));
    expect(added.map(({ _id }) => _id)).toEqual([id]);
    await expectWhole();
  });
});

/** Writes all the time, two at once for each person. */
class Load {
  readonly acknowledged: string[] = [];
  /** Codes of errors. */
  readonly refusals: string[] = [];
  longestMs = 0;
  #going = true;
  readonly #clients: Promise<void>[];

  constructor(private readonly send: (userId: string) => Promise<string>) {
    this.#clients = [...PEOPLE, ...PEOPLE].map((userId) => this.#write(userId));
  }

  async stop(): Promise<void> {
    this.#going = false;
    await Promise.all(this.#clients);
  }

  async #write(userId: string): Promise<void> {
    while (this.#going) {
      const begun = Date.now();
      await this.send(userId).then(
        (id) => this.acknowledged.push(id),
        (error: DomainError) => this.refusals.push(error.code),
      );
      this.longestMs = Math.max(this.longestMs, Date.now() - begun);
    }
  }
}
