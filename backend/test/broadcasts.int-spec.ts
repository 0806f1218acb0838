import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKeyCreated, DryRun, Job, ListedJob } from '@eventide/contracts';
import { registerEmployees } from './employees.js';
import { eventually } from './eventually.js';
import { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const PATH = '/api/broadcasts';
const NOTE = { type: 'office.moved', title: 'We move', message: 'On Monday.' };

describe('broadcasts', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'gateway', 'worker'] });
    admin = await cluster.admin();
    await registerEmployees(cluster.db, 2_500, { prefix: 'sales-', department: 'Sales', hiredAt: '2001-01-01' });
    await registerEmployees(cluster.db, 50, { prefix: 'eng-', department: 'Engineering' });
  });
  afterAll(() => cluster.stop());

  const told = (type: string) => cluster.db.collection('notifications').distinct('userId', { type });

  async function ended(api: TestApi, id: string): Promise<Job> {
    return eventually('the end of a broadcast', async () => {
      const job = await api.expect<Job>('GET', `${PATH}/${id}`);
      return job.finishedAt ? job : null;
    }, 30_000);
  }

  async function service(): Promise<TestApi> {
    const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'Facilities', scopes: ['send'] });
    return new TestApi(cluster.node(1).url, key);
  }

  it('reach everybody of an audience once, on every gateway, and nobody else', async () => {
    const devices = [await cluster.device('sales-000000', 0), await cluster.device('sales-002499', 1)];
    const other = await cluster.device('eng-000000', 1);
    const audience = { departments: ['Sales'], minExperienceYears: 20 };
    const { id } = await admin.expect<Job>('POST', PATH, { audience, notification: { ...NOTE, data: { $where: { 'a.b': 1 } } } });
    for (const device of devices) {
      expect(await device.one('newNotification', 20_000)).toMatchObject({ ...NOTE, seq: 1, prev: 0, data: { $where: { 'a.b': 1 } } });
    }
    expect(await ended(admin, id)).toMatchObject({ status: 'completed', total: 2_500, done: 2_500, notified: 2_500 });
    expect(await told(NOTE.type)).toHaveLength(2_500);
    await cluster.barrier('eng-000000', [other]);
    expect(other.all('newNotification').map(({ type }) => type)).toEqual(['test.barrier']);
  });

  it('are a service’s own, and an admin’s to see', async () => {
    const [mine, others] = [await service(), await service()];
    const request = { audience: { departments: ['Engineering'] }, notification: { ...NOTE, type: 'office.tea' } };
    expect(await mine.expect<DryRun>('POST', `${PATH}?dryRun=true`, request)).toMatchObject({ count: 51 });
    const { id } = await mine.expect<Job>('POST', PATH, request);
    expect(await ended(mine, id)).toMatchObject({ status: 'completed', done: 51, title: NOTE.title });
    expect((await others.call('GET', `${PATH}/${id}`)).status).toBe(404);
    expect((await others.call('POST', `${PATH}/${id}/cancel`)).status).toBe(404);
    expect((await admin.call('GET', `${PATH}/${id}`)).status).toBe(200);
    const listOf = async (api: TestApi, query = '') => (await api.expect<{ items: ListedJob[] }>('GET', PATH + query)).items;
    expect(await listOf(mine)).toEqual([expect.objectContaining({ id, status: 'completed', done: 51, title: NOTE.title, owner: 'Facilities' })]);
    expect(await listOf(others)).toEqual([]);
    const [newest, ...older] = await listOf(admin);
    expect([newest?.id, older.length > 0, await listOf(admin, '?limit=1')]).toEqual([id, true, [newest]]);
    expect((await admin.call('GET', `${PATH}?limit=101`)).status).toBe(400);
    const user = await cluster.as('user1');
    expect((await user.call('POST', PATH, request)).status).toBe(403);
    expect((await user.call('GET', PATH)).status).toBe(403);
  });

  it('stop when they are cancelled, and go on from there when retried', async () => {
    const request = { audience: { departments: ['Sales'] }, notification: { ...NOTE, type: 'office.lift' } };
    cluster.node(2).signal('SIGSTOP');
    const { id } = await admin.expect<Job>('POST', PATH, request);
    expect(await admin.expect<Job>('POST', `${PATH}/${id}/cancel`)).toMatchObject({ status: 'cancelled' });
    cluster.node(2).signal('SIGCONT');
    await ended(admin, (await admin.expect<Job>('POST', PATH, { ...request, audience: { userIds: ['eng-000001'] } })).id);
    expect(await told('office.lift')).toEqual(['eng-000001']);
    await admin.expect<Job>('POST', `${PATH}/${id}/retry`);
    expect(await ended(admin, id)).toMatchObject({ status: 'completed', done: 2_502 });
    expect(await told('office.lift')).toHaveLength(2_503);
  });

  it('fail at once, in words, when their notification’s time is over', async () => {
    const notification = { ...NOTE, expiresAt: new Date(Date.now() - 1_000).toISOString() };
    const { id } = await admin.expect<Job>('POST', PATH, { audience: { userIds: ['eng-000001'] }, notification });
    expect(await ended(admin, id)).toMatchObject({ status: 'failed', error: 'Some fields are not valid.', notified: 0 });
  });
});
