import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UnreadCount } from '@eventide/contracts';
import { HEADS, type InboxHeadDocument } from '../src/realtime/heads.store.js';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

const [GATEWAY, WORKER] = [0, 1];

describe('an unread count that drifted', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'worker'] });
  });
  afterAll(() => cluster.stop());

  async function metric(name: string): Promise<number> {
    const token = await cluster.token('admin', { roles: ['admin'] });
    const response = await fetch(`${cluster.node(WORKER).url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await response.text())?.[1]);
  }

  it('is set right, on the connected devices too, counted, and told to administrators', async () => {
    const api = await cluster.admin(GATEWAY);
    for (let i = 0; i < 3; i++) await api.notify('ann');
    const [device, admin, other] = [await cluster.device('ann'), await cluster.device('admin'), await cluster.device('ben')];
    await eventually('an audit', async () => (await metric('eventide_audited_inboxes_total')) > 0);
    expect(await metric('eventide_count_drift_total')).toBe(0);
    await cluster.db.collection<InboxHeadDocument>(HEADS).updateOne({ _id: 'ann' }, { $set: { unread: 8 } });
    expect(await device.one('notificationChanged')).toMatchObject({ prev: 3, seq: 4, unread: 3, changes: [] });
    const ann = await cluster.as('ann');
    expect(await ann.expect<UnreadCount>('GET', '/api/notifications/unread-count')).toMatchObject({ inbox: 3, seq: 4 });
    expect(await admin.one('newNotification')).toMatchObject({ type: 'system.count_drifted', severity: 'critical' });
    expect(await metric('eventide_count_drift_total')).toBe(1);
    await cluster.barrier('ann', [device]);
    await cluster.barrier('ben', [other]);
    expect(device.all('notificationChanged').length).toBe(1);
    expect(other.news.map(({ type }) => type)).toEqual(['test.barrier']);
  });

  it('does no harm to who was away meanwhile: the difference is empty and the count right', async () => {
    const ben = await cluster.as('ben');
    const before = await ben.expect<UnreadCount>('GET', '/api/notifications/unread-count');
    await cluster.db.collection<InboxHeadDocument>(HEADS).updateOne({ _id: 'ben' }, { $set: { unread: 0 } });
    const { epoch, seq, allSeq } = before;
    const page = await eventually('the repair', async () => {
      const page = await ben.sync(`?epoch=${epoch}&inbox=${seq}&all=${allSeq}`);
      return page.inbox > seq && page;
    });
    expect(page).toMatchObject({ mode: 'delta', inbox: seq + 1, unread: { inbox: before.inbox }, changes: [] });
  });
});
