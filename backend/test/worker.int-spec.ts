import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestCluster } from './test-cluster.js';

const WORKER = 2;

describe('a worker', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'gateway', 'worker'] });
  });
  afterAll(() => cluster.stop());

  it('publishes what its sweeps commit to the devices on every gateway', async () => {
    const devices = [await cluster.device('ann', 0), await cluster.device('ben', 1)];
    const publishAt = new Date(Date.now() + 2_000).toISOString();
    await (await cluster.admin(0)).expect('POST', '/api/announcements', { title: 'Later', message: 'Now', publishAt });
    for (const device of devices) expect(await device.one('announcement')).toMatchObject({ title: 'Later', seq: 1, prev: 0 });
  });

  it('lets expired notifications go, on every device', async () => {
    const device = await cluster.device('cleo', 1);
    const { id } = await (await cluster.admin(0)).notify('cleo', { expiresAt: new Date(Date.now() + 2_000).toISOString() });
    expect(await device.one('notificationChanged')).toMatchObject({
      seq: 2,
      prev: 1,
      unread: 0,
      changes: [{ kind: 'removed', id, reason: 'expired' }],
    });
  });

  it('serves its health, and no client', async () => {
    const api = await cluster.as(null, { node: WORKER });
    expect((await api.call('GET', '/health/live')).status).toBe(200);
    const device = cluster.connect(WORKER, { auth: { token: await cluster.token('ann') } });
    await device.refused();
  });
});
