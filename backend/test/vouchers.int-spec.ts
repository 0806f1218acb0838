import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DryRun, Job, ListedJob, Page, Voucher } from '@eventide/contracts';
import { VOUCHERS, type VoucherDocument } from '../src/bulk/voucher.schema.js';
import { registerEmployees } from './employees.js';
import { eventually } from './eventually.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import { TestMailServer } from './test-mail-server.js';
import { TestStream } from './test-stream.js';

const VOUCHER = { code: 'LUNCH', title: 'Lunch', amount: 12.5, currency: 'EUR' };
const ALLOCATIONS = '/api/vouchers/allocations';

describe.each([
  { name: 'by way of Redis, with a worker of its own', roles: ['gateway', 'gateway', 'worker'] as const, redis: 'direct' as const },
  { name: 'without Redis, on one node', roles: ['all'] as const, redis: 'none' as const },
])('vouchers $name', ({ roles, redis }) => {
  let cluster: TestCluster;
  let mails: TestMailServer;
  let admin: TestApi;
  const streams: TestStream[] = [];
  const last = roles.length > 1 ? 1 : 0;

  beforeAll(async () => {
    mails = await new TestMailServer().start();
    cluster = await TestCluster.start({ roles, redis, env: { SMTP_URL: mails.url } });
    admin = await cluster.admin();
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });
  afterAll(async () => {
    await cluster.stop();
    await mails.stop();
  });

  const stored = () => cluster.db.collection<VoucherDocument>(VOUCHERS);

  async function completed(id: string): Promise<Job> {
    return eventually('a completed allocation', async () => {
      const job = await admin.expect<Job>('GET', `${ALLOCATIONS}/${id}`);
      if (job.status === 'failed') throw new Error(`It has failed: ${job.error}`);
      return job.status === 'completed' ? job : null;
    }, 20_000);
  }

  async function watch(userId: string, userRoles = ['user'], node = last): Promise<TestStream> {
    const authorization = `Bearer ${await cluster.token(userId, { roles: userRoles })}`;
    const stream = new TestStream(`${cluster.node(node).url}/api/vouchers/stream`, { authorization });
    streams.push(stream);
    await stream.status();
    return stream;
  }

  const list = async (userId: string, query = '', userRoles = ['user']) =>
    (await cluster.as(userId, { roles: userRoles })).expect<Page<Voucher>>('GET', `/api/vouchers${query}`);

  it('reach exactly those who are meant, live and for good, and the managers hear how it went', async () => {
    const sales = await registerEmployees(cluster.db, 200, { prefix: 'sales-', department: 'Sales' });
    await registerEmployees(cluster.db, 20, { prefix: 'eng-', department: 'Engineering' });
    const meant = await cluster.device('sales-000007', last);
    const other = await cluster.device('eng-000007', last);
    const [all, department, own, foreign] = await Promise.all([
      watch('admin', ['admin']),
      watch('manager', ['manager']),
      watch('sales-000007'),
      watch('eng-000007'),
    ]);

    const criteria = { departments: ['Sales'], roles: ['user'], grades: ['G1'] };
    const job = await admin.call<Job>('POST', ALLOCATIONS, { voucher: VOUCHER, criteria });
    expect(job).toMatchObject({ status: 202, body: { status: 'queued', total: 0, startedAt: null } });
    expect(await completed(job.body.id)).toMatchObject({ total: 200, done: 200, notified: 200, failed: 0, title: 'Lunch' });
    const listed = await admin.expect<{ items: ListedJob[] }>('GET', ALLOCATIONS);
    expect(listed.items).toMatchObject([{ id: job.body.id, status: 'completed', done: 200, title: 'Lunch', owner: 'Ada Admin' }]);
    expect((await (await cluster.as('manager', { roles: ['manager'] })).call('GET', ALLOCATIONS)).status).toBe(403);

    expect(await meant.one('newNotification')).toMatchObject({
      type: 'voucher.added',
      title: 'You have a new voucher',
      message: 'Lunch: EUR 12.50. Its code is LUNCH.',
      unread: 1,
    });
    const vouchers = await stored().find().toArray();
    expect(vouchers.map(({ employeeId }) => employeeId).sort()).toEqual(sales);

    await eventually('all rows', () => all.all('vouchered-employee').length === 200 && department.all('vouchered-employee').length === 200);
    expect(await own.one('vouchered-employee')).toMatchObject({ employeeId: 'sales-000007', department: 'Sales', code: 'LUNCH', amount: 12.5 });

    const [mail] = await eventually('the mail', () => {
      const found = mails.to('manager@eventide.test');
      return found.length > 0 ? found : null;
    }, 20_000);
    expect(mail?.headers.get('subject')).toBe('Vouchers for Sales: Lunch');
    expect(mail?.body).toMatch(/200 people in Sales got the voucher/);
    expect(mail?.body).toMatch(/Failed: 0/);
    expect(mail?.body).toMatch(/<a href="http:\/\/app.test\/vouchers"/);
    const [told] = (await (await cluster.as('manager')).expect<{ items: { title: string }[] }>('GET', '/api/notifications?type=voucher.summary')).items;
    expect(told).toMatchObject({ title: 'Vouchers for Sales' });

    await cluster.barrier('eng-000007', [other]);
    expect(other.all('newNotification').map(({ type }) => type)).toEqual(['test.barrier']);
    await admin.expect('POST', ALLOCATIONS, { voucher: { ...VOUCHER, code: 'LAST' }, criteria: { userIds: ['eng-000007', 'sales-000007'] } });
    await eventually('the last row', () => own.all('vouchered-employee').length === 2);
    expect(await foreign.one('vouchered-employee')).toMatchObject({ employeeId: 'eng-000007', code: 'LAST' });
    expect(own.all('vouchered-employee').length).toBe(2);
    expect(department.all<Voucher>('vouchered-employee').filter(({ department: code }) => code !== 'Sales')).toEqual([]);
  });

  it('are listed to those who may see them, newest first, in pages', async () => {
    const query = '?code=LUNCH&limit=100';
    const first = await list('admin', query, ['admin']);
    expect(first.items.length).toBe(100);
    const second = await list('admin', `${query}&before=${first.next}`, ['admin']);
    expect(second).toMatchObject({ next: null });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(200);
    expect((await list('manager', query, ['manager'])).items.length).toBe(100);
    expect((await list('manager', '?employeeId=eng-000007', ['manager'])).items).toEqual([]);
    expect((await list('sales-000007')).items.map(({ code }) => code)).toEqual(['LAST', 'LUNCH']);
    expect((await list('sales-000007', '?employeeId=sales-000008')).items).toEqual([]);
    expect((await list('stranger')).items).toEqual([]);
    const api = await cluster.as('sales-000007');
    expect((await api.call('GET', `/api/vouchers?before=${first.next}`)).status).toBe(400);
  });

  it('say whom they would reach in a dry run, and do nothing', async () => {
    const before = await stored().countDocuments();
    const request = { voucher: VOUCHER, criteria: { departments: ['Sales', 'Engineering'], grades: ['G1'], minExperienceYears: 1 } };
    const answer = await admin.call<DryRun>('POST', `${ALLOCATIONS}?dryRun=true`, request);
    expect(answer.status).toBe(200);
    expect(answer.body.count).toBe(220);
    expect(answer.body.sample).toHaveLength(10);
    expect(answer.body.sample[0]).toEqual({ id: 'eng-000000', name: 'Name eng-000000' });
    expect(await admin.expect('POST', `${ALLOCATIONS}?dryRun=true`, { voucher: VOUCHER, criteria: { maxExperienceYears: 1 } })).toEqual({ count: 0, sample: [] });
    expect(await stored().countDocuments()).toBe(before);
  });

  it('are given once for one key, and again without it', async () => {
    const request = { voucher: { ...VOUCHER, code: 'ONCE' }, criteria: { userIds: ['sales-000001'] }, notifyManagers: false };
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await admin.expect<Job>('POST', ALLOCATIONS, request, headers);
    expect(await admin.expect<Job>('POST', ALLOCATIONS, request, headers)).toEqual(first);
    expect((await admin.call('POST', ALLOCATIONS, { ...request, notifyManagers: true }, headers)).status).toBe(422);
    await completed(first.id);
    const second = await admin.expect<Job>('POST', ALLOCATIONS, request);
    await completed(second.id);
    expect(await stored().countDocuments({ code: 'ONCE' })).toBe(2);
  });

  it('reach nobody twice when a run begins again', async () => {
    const request = { voucher: { ...VOUCHER, code: 'AGAIN' }, criteria: { departments: ['Engineering'], grades: ['G1'] } };
    const { id } = await admin.expect<Job>('POST', ALLOCATIONS, request);
    await completed(id);
    await cluster.db.collection<{ _id: string }>('jobs').updateOne(
      { _id: id },
      { $set: { status: 'failed', cursor: 'null', done: 0, notified: 0 } },
    );
    expect(await admin.expect<Job>('POST', `${ALLOCATIONS}/${id}/retry`)).toMatchObject({ id, status: 'queued' });
    expect(await completed(id)).toMatchObject({ total: 20, done: 20, notified: 20 });
    expect(await stored().countDocuments({ code: 'AGAIN' })).toBe(20);
    const told = await cluster.db.collection('notifications').countDocuments({ type: 'voucher.added', message: /AGAIN/ });
    expect(told).toBe(20);
    expect((await admin.call('POST', `${ALLOCATIONS}/${id}/retry`)).status).toBe(409);
    expect((await admin.call('POST', `${ALLOCATIONS}/${id}/cancel`)).status).toBe(409);
  });

  it('are refused to whoever may not give them, and when they say nothing sensible', async () => {
    const request = { voucher: VOUCHER, criteria: {} };
    const manager = await cluster.as('manager', { roles: ['manager'] });
    expect((await manager.call('POST', ALLOCATIONS, request)).status).toBe(403);
    expect((await manager.call('GET', `${ALLOCATIONS}/x`)).status).toBe(403);
    expect((await admin.call('GET', `${ALLOCATIONS}/x`)).status).toBe(404);
    const wrong = [
      { voucher: { ...VOUCHER, amount: 0 }, criteria: {} },
      { voucher: { ...VOUCHER, currency: 'euro' }, criteria: {} },
      { voucher: VOUCHER },
      { voucher: VOUCHER, criteria: { departments: [] } },
      { voucher: VOUCHER, criteria: { minExperienceYears: 3, maxExperienceYears: 2 } },
      { voucher: VOUCHER, criteria: { departments: { $ne: null } } },
      { voucher: VOUCHER, criteria: {}, userId: 'x' },
    ];
    for (const body of wrong) expect((await admin.call('POST', ALLOCATIONS, body)).status).toBe(400);
  });

  it('go with the person whose data is erased', async () => {
    expect((await admin.call('DELETE', '/api/users/sales-000001')).status).toBe(204);
    expect(await stored().countDocuments({ employeeId: 'sales-000001' })).toBe(0);
  });
});
