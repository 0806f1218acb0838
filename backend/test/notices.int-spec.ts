import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Announcement, AnnouncementCreated } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';

const DAY_MS = 24 * 3_600 * 1_000;
const notice = { kind: 'flow', title: 'Deploy begins', message: 'Hold your merges', link: '/tasks' };

describe('POST /api/notices', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster.stop());

  const publisher = () => cluster.as('pia', { roles: ['publisher', 'user'], name: 'Pia' });

  it('tells everybody at once, by socket and by stream, under the name of its writer', async () => {
    const [device, stream] = [await cluster.device('ann', 1), await cluster.stream('ben', { node: 1 })];
    await stream.one('sync');
    const created = await (await publisher()).expect<AnnouncementCreated>('POST', '/api/notices', notice);
    const shown = { ...notice, id: created.id, seq: created.seq, severity: 'info', actor: { id: 'pia', name: 'Pia' } };
    expect(await device.one('announcement')).toMatchObject(shown);
    const { timestamp, expiresAt } = await stream.one<Announcement>('announcement');
    expect(new Date(expiresAt).getTime() - new Date(timestamp).getTime()).toBeGreaterThan(6.9 * DAY_MS);
    expect(new Date(expiresAt).getTime() - new Date(timestamp).getTime()).toBeLessThan(7.1 * DAY_MS);
  });

  it('is found later by who was not there, and is read for its writer on all devices', async () => {
    const pia = await publisher();
    const device = await cluster.device('pia', 1);
    const { id } = await pia.expect<AnnouncementCreated>('POST', '/api/notices', { ...notice, kind: 'message' });
    const [change] = (await device.one('notificationChanged')).changes;
    expect(change).toMatchObject({ kind: 'announcementRead', id });
    const of = async (api: Awaited<ReturnType<typeof publisher>>) => (await api.expect<{ items: Announcement[] }>('GET', '/api/announcements')).items.find((each) => each.id === id);
    expect(await of(pia)).toMatchObject({ kind: 'message', readStatus: 'read' });
    expect(await of(await cluster.as('latecomer'))).toMatchObject({ kind: 'message', readStatus: 'unread' });
    expect(await pia.sync()).toMatchObject({ unread: { all: 0 } });
  });

  it('is told once under one key', async () => {
    const pia = await publisher();
    const key = { 'Idempotency-Key': 'notice-1' };
    const first = await pia.call('POST', '/api/notices', notice, key);
    expect(first.status).toBe(201);
    expect(await pia.call('POST', '/api/notices', notice, key)).toMatchObject({ status: 201, body: first.body });
    expect(await pia.call('POST', '/api/notices', { ...notice, title: 'Other' }, key)).toMatchObject({ status: 422 });
  });

  it.each<[string, object]>([
    ['another kind', { ...notice, kind: 'announcement' }],
    ['a link that leads elsewhere', { ...notice, link: 'javascript:alert(1)' }],
    ['a writer of its own', { ...notice, actor: { id: 'admin', name: 'Admin' } }],
    ['no title', { ...notice, title: ' ' }],
  ])('refuses %s', async (_, body) => {
    expect(await (await publisher()).call('POST', '/api/notices', body)).toMatchObject({ status: 400 });
  });

  it('is for publishers and administrators', async () => {
    expect((await (await cluster.as('ann')).call('POST', '/api/notices', notice)).status).toBe(403);
    expect((await (await cluster.admin()).call('POST', '/api/notices', notice)).status).toBe(201);
  });

  it('loses its name when its writer is erased', async () => {
    const eve = await cluster.as('eve', { roles: ['publisher'], name: 'Eve' });
    const { id } = await eve.expect<AnnouncementCreated>('POST', '/api/notices', notice);
    const device = await cluster.device('ann');
    await (await cluster.admin()).expect('DELETE', '/api/users/eve');
    const [change] = (await device.one('announcementChanged')).changes;
    expect(change).toMatchObject({ kind: 'updated', announcement: { id, title: notice.title } });
    expect(JSON.stringify(change)).not.toMatch(/"eve"/i);
    expect(JSON.stringify(await cluster.db.collection('announcements').find().toArray())).not.toMatch(/"eve"/i);
  });
});
