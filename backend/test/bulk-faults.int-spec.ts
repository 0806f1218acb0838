import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import type { Job } from '@eventide/contracts';
import { VOUCHERS, type VoucherDocument } from '../src/bulk/voucher.schema.js';
import { MONGOD_PORT, mongoUri, throughLink } from './database.js';
import { registerEmployees } from './employees.js';
import { eventually } from './eventually.js';
import { TcpProxy } from './tcp-proxy.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const EMPLOYEES = 6_000;
const OUTAGE_MS = 20_000;
const PATH = '/api/vouchers/allocations';
const [GATEWAY, WORKER, OTHER_WORKER] = [0, 1, 2];

/** What the issue asks of an allocation whatever happens: each employee has one voucher and one notification. */
describe('an allocation', () => {
  let cluster: TestCluster;
  let link: TcpProxy;
  let admin: TestApi;
  let code: string;
  let rounds = 0;

  beforeAll(async () => {
    link = await TcpProxy.to(mongoUri(), MONGOD_PORT);
    cluster = await TestCluster.start({ roles: ['gateway', 'worker', 'worker'], redis: 'proxied', env: { MONGODB_URI: throughLink(mongoUri(), link) } });
    admin = await cluster.admin(GATEWAY);
    await registerEmployees(cluster.db, EMPLOYEES, { department: 'Sales' });
  }, 120_000);
  beforeEach(() => {
    code = `ROUND-${++rounds}`;
  });
  afterAll(async () => {
    await cluster.stop();
    await link.close();
  });

  const vouchers = () => cluster.db.collection<VoucherDocument>(VOUCHERS);
  const given = () => vouchers().countDocuments({ code });

  async function allocate(): Promise<string> {
    const voucher = { code, title: 'Lunch', amount: 10, currency: 'EUR' };
    const criteria = { departments: ['Sales'], roles: ['user'], grades: ['G1'] };
    return (await admin.expect<Job>('POST', PATH, { voucher, criteria })).id;
  }

  async function expectWhole(id: string, withinMs: number): Promise<void> {
    const job = await eventually('a completed allocation', async () => {
      const answer = await admin.call<Job>('GET', `${PATH}/${id}`);
      return answer.status === 200 && answer.body.status === 'completed' ? answer.body : null;
    }, withinMs);
    expect(job).toMatchObject({ total: EMPLOYEES, done: EMPLOYEES, notified: EMPLOYEES, failed: 0 });
    expect(await vouchers().distinct('employeeId', { code })).toHaveLength(EMPLOYEES);
    expect(await given()).toBe(EMPLOYEES);
    const told = cluster.db.collection('notifications');
    expect(await told.distinct('userId', { 'type': 'voucher.added', message: new RegExp(`${code}\\.$`) })).toHaveLength(EMPLOYEES);
    expect(await told.countDocuments({ type: 'voucher.added', message: new RegExp(`${code}\\.$`) })).toBe(EMPLOYEES);
    expect(await told.countDocuments({ type: 'voucher.summary', 'userId': 'manager' })).toBe(rounds);
  }

  const begun = () => eventually('a first page', async () => (await given()) > 0, 20_000);

  it('completes on another worker when its own is killed in the middle', async () => {
    await cluster.node(OTHER_WORKER).stop();
    const id = await allocate();
    await begun();
    cluster.node(WORKER).signal('SIGKILL');
    expect(await given()).toBeLessThan(EMPLOYEES);
    await cluster.node(OTHER_WORKER).start();
    await expectWhole(id, 45_000);
    await cluster.node(WORKER).start();
  }, 120_000);

  it('completes after the database was away for 20 s in the middle', async () => {
    const id = await allocate();
    await begun();
    link.cut();
    const away = Date.now();
    expect(await given()).toBeLessThan(EMPLOYEES);
    await eventually('the end of the outage', () => Date.now() - away > OUTAGE_MS, OUTAGE_MS + 1_000);
    link.mend();
    await expectWhole(id, 60_000);
  }, 120_000);

  it('completes when Redis has forgotten the queue before anybody took it', async () => {
    for (const node of [WORKER, OTHER_WORKER]) cluster.node(node).signal('SIGSTOP');
    const id = await allocate();
    const redis = await createClient({ url: process.env['TEST_REDIS_URL'] }).connect();
    const keys = await eventually('the queue', async () => {
      const found = await redis.keys(`eventide:${cluster.db.databaseName}:*`);
      return found.length > 0 ? found : null;
    });
    await redis.del(keys);
    redis.destroy();
    for (const node of [WORKER, OTHER_WORKER]) cluster.node(node).signal('SIGCONT');
    await expectWhole(id, 45_000);
  }, 120_000);

  it('completes while Redis is away, and workers take the next one when it is back', async () => {
    const id = await allocate();
    await begun();
    cluster.redis.cut();
    await expectWhole(id, 45_000);
    for (const node of [WORKER, OTHER_WORKER]) {
      expect((await fetch(`${cluster.node(node).url}/health/live`, { signal: AbortSignal.timeout(5_000) })).status).toBe(200);
    }
    cluster.redis.mend();
    code = `ROUND-${++rounds}`;
    await expectWhole(await allocate(), 45_000);
  }, 120_000);

  it('is given over to another worker when its own is told to end', async () => {
    const id = await allocate();
    await begun();
    expect(await given()).toBeLessThan(EMPLOYEES);
    const codes = await Promise.all([cluster.node(WORKER).stop(), cluster.node(OTHER_WORKER).stop()]);
    expect(codes).toEqual([0, 0]);
    const { status } = await admin.expect<Job>('GET', `${PATH}/${id}`);
    expect(status).toBe('queued');
    await cluster.node(WORKER).start();
    await expectWhole(id, 45_000);
  }, 120_000);
});
