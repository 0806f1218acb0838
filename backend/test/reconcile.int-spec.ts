import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

const HEALED_MS = 10_000;

describe('a hint that Redis loses', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'proxied' });
  });
  afterAll(() => cluster.stop());

  it('heals on an idle connection within 10 s, once, with the exact count', async () => {
    const device = await cluster.device('ann', 1);
    const admin = await cluster.admin(0);
    await admin.notify('ann', { title: 'arrives' });
    await device.one('newNotification');
    cluster.redis.cut();
    const items = ['lost 1', 'lost 2'].map((title) => ({ to: 'ann', type: 't', title, message: 'm' }));
    await admin.expect('POST', '/api/notifications/batch', { items });
    cluster.redis.mend();
    const healed = await device.one('notificationChanged', HEALED_MS);
    expect(healed).toMatchObject({ prev: 1, seq: 3, unread: 3 });
    expect(healed.changes.map((change) => change.kind === 'updated' && change.notification.title)).toEqual(['lost 1', 'lost 2']);
    await cluster.barrier('ann', [device]);
    expect(device.all('notificationChanged')).toHaveLength(1);
  });

  it('heals announcements too', async () => {
    const device = await cluster.device('ben', 1);
    cluster.redis.cut();
    await (await cluster.admin(0)).expect('POST', '/api/announcements', { title: 'Lost', message: 'But not for long' });
    const healed = await device.one('announcementChanged', HEALED_MS);
    cluster.redis.mend();
    expect(healed).toMatchObject({ prev: 0, seq: 1, changes: [{ kind: 'updated', announcement: { title: 'Lost' } }] });
    expect(healed.changes[0]).not.toHaveProperty('announcement.readStatus');
  });

  it('fills a hole as soon as a later frame shows it', async () => {
    const device = await cluster.device('cleo', 1);
    const admin = await cluster.admin(0);
    cluster.redis.cut();
    await admin.notify('cleo');
    cluster.redis.mend();
    await eventually('Redis is back', async () => {
      const { body } = await (await cluster.as(null, { node: 0 })).call<{ status: string }>('GET', '/health/ready');
      return body.status === 'ok';
    });
    await admin.notify('cleo');
    await eventually('both places', () => device.inboxPlace === 2, HEALED_MS);
    const places = device.received.filter(({ event }) => event !== 'sync').map(({ payload }) => payload);
    expect(places[0]).toMatchObject({ prev: 0 });
    expect(places.at(-1)).toMatchObject({ seq: 2, unread: 2 });
  });

  it('sends a page when the database is another one', async () => {
    const device = await cluster.device('dora', 1);
    const heads = cluster.db.collection<{ _id: string; epoch?: string }>('heads');
    const before = await heads.findOne({ _id: '#all' });
    await heads.updateOne({ _id: '#all' }, { $set: { epoch: 'restored' } });
    await eventually('a reset', () => device.all('sync').at(-1)?.epoch === 'restored', HEALED_MS);
    expect(device.all('sync').at(-1)).toMatchObject({ mode: 'reset' });
    await heads.updateOne({ _id: '#all' }, { $set: { epoch: before?.epoch ?? '' } });
  });
});
