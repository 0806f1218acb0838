import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Alerts } from '../src/alerts/alerts.service.js';
import { OutageLimits, OutageWatch } from '../src/alerts/outage-watch.js';
import { AnnouncementsService } from '../src/announcements/announcements.service.js';
import { AnnouncementsStore } from '../src/announcements/announcements.store.js';
import { MongoPeopleRepository } from '../src/auth/mongo-people.repository.js';
import { InboxWriter, InboxWriterLimits } from '../src/notifications/inbox-writer.js';
import { MongoInboxCommit } from '../src/notifications/mongo-inbox-commit.js';
import { MongoInboxRepository } from '../src/notifications/mongo-inbox.repository.js';
import { NOTIFICATIONS } from '../src/notifications/notification.schema.js';
import { NotificationsService } from '../src/notifications/notifications.service.js';
import type { StoredNotification } from '../src/notifications/stored-notification.js';
import { Clock } from '../src/platform/clock.js';
import { Env } from '../src/platform/env.js';
import { Idempotency } from '../src/platform/idempotency.js';
import { Metrics } from '../src/platform/metrics.js';
import { RedisClients } from '../src/platform/redis-clients.js';
import { Troubles } from '../src/platform/troubles.js';
import { InMemoryPublisher } from '../src/realtime/in-memory-publisher.js';
import { MONGOD_PORT, mongoUri, openDatabase, throughLink, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';
import { TcpProxy } from './tcp-proxy.js';

const REDIS_PORT = 6_379;
const ADMINS = ['ada', 'bob'];

class Impatient extends OutageLimits {
  override readonly toleratedMs = 300;
  override readonly pauseMs = 100;
}

/** What of a node watches and tells. */
class Watcher {
  readonly troubles = new Troubles();
  readonly reported: string[] = [];
  readonly redis: RedisClients;
  readonly alerts: Alerts;
  readonly #watch: OutageWatch;

  constructor({ mongo, heads, env }: TestDatabase, redisUrl: string) {
    const publisher = new InMemoryPublisher();
    const idempotency = new Idempotency(mongo, env);
    const announcements = new AnnouncementsStore(mongo);
    const inboxes = new MongoInboxRepository(mongo, heads, new MongoInboxCommit(mongo, announcements, idempotency));
    const notifications = new NotificationsService(
      new InboxWriter(inboxes, publisher, new Metrics(), new InboxWriterLimits()),
      new AnnouncementsService(mongo, announcements, publisher, idempotency, new Clock(mongo, new Metrics())),
    );
    this.redis = new RedisClients(Env.from({ MONGODB_URI: 'mongodb://none', JWT_SECRET: 'x'.repeat(32), REDIS_URL: redisUrl }), new Metrics());
    this.redis.open('probe', 'publish');
    this.alerts = new Alerts(new MongoPeopleRepository(mongo), notifications, this.troubles);
    this.#watch = new OutageWatch(mongo, this.redis, this.troubles, new Impatient());
    this.troubles.listen((trouble) => this.reported.push(trouble));
  }

  start(): void {
    this.alerts.onApplicationBootstrap();
    this.#watch.onApplicationBootstrap();
  }

  async stop(): Promise<void> {
    await this.#watch.beforeApplicationShutdown();
    await this.alerts.beforeApplicationShutdown();
    this.redis.onApplicationShutdown();
  }
}

describe('two nodes that tell administrators of outages', () => {
  let database: TestDatabase;
  let mongoLink: TcpProxy;
  let redisLink: TcpProxy;
  let nodes: Watcher[];

  beforeAll(async () => {
    mongoLink = await TcpProxy.to(mongoUri(), MONGOD_PORT);
    const redisUrl = new URL(process.env['TEST_REDIS_URL'] ?? '');
    redisLink = await TcpProxy.to(redisUrl, REDIS_PORT);
    redisUrl.host = `127.0.0.1:${redisLink.port}`;
    database = await openDatabase(throughLink(mongoUri(), mongoLink));
    const people = new MongoPeopleRepository(database.mongo);
    for (const admin of ADMINS) await people.upsert(admin, { name: admin, roles: ['admin'] });
    await people.upsert('eve', { name: 'Eve' });
    nodes = [new Watcher(database, redisUrl.href), new Watcher(database, redisUrl.href)];
    await eventually('Redis', () => nodes.every(({ redis }) => redis.state() === 'ready'));
    for (const node of nodes) node.start();
  });
  beforeEach(() => {
    for (const node of nodes) node.reported.length = 0;
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await database.close();
    await redisLink.close();
    await mongoLink.close();
  });

  const told = (type: string) =>
    database.mongo.collection<StoredNotification>(NOTIFICATIONS).find({ type }, { sort: { userId: 1 } }).toArray();

  async function expectToldOnce(type: string): Promise<void> {
    for (const { alerts } of nodes) {
      await eventually('a node that has told', () => alerts.tellPending().then(() => true, () => false));
    }
    expect((await told(type)).map(({ userId, severity }) => [userId, severity])).toEqual(ADMINS.map((id) => [id, 'critical']));
  }

  it('say at once that Redis is lost, one time for both and to administrators alone', async () => {
    redisLink.cut();
    await eventually('both reports', () => nodes.every(({ reported }) => reported.includes('redis_lost')));
    await expectToldOnce('system.redis_lost');
    redisLink.mend();
  });

  it('say that the database was lost as soon as it is back', async () => {
    mongoLink.cut();
    await eventually('both reports', () => nodes.every(({ reported }) => reported.includes('database_lost')));
    mongoLink.mend();
    await expectToldOnce('system.database_lost');
  });
});
