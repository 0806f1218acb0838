import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UnreadCount } from '@eventide/contracts';
import { HEADS, type InboxHeadDocument } from '../src/realtime/heads.store.js';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

const GATEWAY = 0;
const WORKERS = [1, 2];
const AUDITED = 'eventide_audited_inboxes_total';
const DRIFTED = 'eventide_count_drift_total';

describe('an unread count that drifted', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'worker', 'worker'] });
  });
  afterAll(() => cluster.stop());

  /** What each worker that runs has counted. */
  async function metric(name: string): Promise<number[]> {
    const headers = { authorization: `Bearer ${await cluster.token('admin', { roles: ['admin'] })}` };
    const running = WORKERS.map((worker) => cluster.node(worker)).filter((node) => node.running);
    const texts = await Promise.all(running.map(async ({ url }) => (await fetch(`${url}/metrics`, { headers })).text()));
    return texts.map((text) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]));
  }

  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

  it('is set right, on the connected devices too, counted, and told to administrators', async () => {
    const api = await cluster.admin(GATEWAY);
    for (let i = 0; i < 3; i++) await api.notify('ann');
    const [device, admin, other] = [await cluster.device('ann'), await cluster.device('admin'), await cluster.device('ben')];
    await eventually('an audit', async () => sum(await metric(AUDITED)) > 0);
    expect(sum(await metric(DRIFTED))).toBe(0);
    await cluster.db.collection<InboxHeadDocument>(HEADS).updateOne({ _id: 'ann' }, { $set: { unread: 8 } });
    expect(await device.one('notificationChanged')).toMatchObject({ prev: 3, seq: 4, unread: 3, changes: [] });
    const ann = await cluster.as('ann');
    expect(await ann.expect<UnreadCount>('GET', '/api/notifications/unread-count')).toMatchObject({ inbox: 3, seq: 4 });
    expect(await admin.one('newNotification')).toMatchObject({ type: 'system.count_drifted', severity: 'critical' });
    expect(sum(await metric(DRIFTED))).toBe(1);
    await cluster.barrier('ann', [device]);
    await cluster.barrier('ben', [other]);
    expect(device.all('notificationChanged').length).toBe(1);
    expect(other.news.map(({ type }) => type)).toEqual(['test.barrier']);
    expect(admin.news.map(({ type }) => type)).toEqual(['system.count_drifted']);
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

  it('is looked for by one process at a time, and by the next when that one ends', async () => {
    const before = await eventually('several pages', async () => {
      const counts = await metric(AUDITED);
      return sum(counts) > 10 ? counts : null;
    });
    expect(Math.min(...before)).toBe(0);
    await cluster.node(WORKERS[before.indexOf(Math.max(...before))]!).stop();
    await eventually('the other one', async () => sum(await metric(AUDITED)) > 0);
  });
});
