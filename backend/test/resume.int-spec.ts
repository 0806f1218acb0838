import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Change, Cursor, SyncPage } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';
import type { TestApi } from './test-api.js';

function cursorAfter({ epoch, inbox, all }: SyncPage): Cursor {
  return { epoch, inbox, all };
}

function titles(changes: readonly Change[]): string[] {
  return changes.map((change) => (change.kind === 'updated' ? change.notification.title : change.kind));
}

describe('coming back', () => {
  let cluster: TestCluster;
  let admin: TestApi;
  let user: string;

  beforeAll(async () => {
    cluster = await TestCluster.start();
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());
  beforeEach(() => {
    user = randomUUID();
  });

  async function firstPage(): Promise<SyncPage> {
    const device = await cluster.device(user);
    device.close();
    return device.all('sync')[0]!;
  }

  it('gives what was missed, on the other node too', async () => {
    await admin.notify(user, { title: 'before' });
    const cursor = cursorAfter(await firstPage());
    await admin.notify(user, { title: 'missed 1' });
    await admin.notify(user, { title: 'missed 2' });
    const page = (await cluster.device(user, 1, cursor)).all('sync')[0]!;
    expect(page).toMatchObject({ mode: 'delta', from: { inbox: 1 }, inbox: 3, unread: { inbox: 3 }, more: false });
    expect(titles(page.changes)).toEqual(['missed 1', 'missed 2']);
  });

  it('gives nothing to whoever missed nothing', async () => {
    await admin.notify(user);
    const page = (await cluster.device(user, 0, cursorAfter(await firstPage()))).all('sync')[0]!;
    expect(page).toMatchObject({ mode: 'delta', changes: [], announcements: [], inbox: 1, unread: { inbox: 1 } });
  });

  it('gives the same by socket event and by HTTP', async () => {
    await admin.notify(user);
    const { epoch, all } = await firstPage();
    const bySocket = await (await cluster.device(user)).ask('sync', { epoch, inbox: 0, all });
    const byHttp = await (await cluster.as(user)).sync(`?epoch=${epoch}&inbox=0&all=${all}`);
    expect(bySocket).toEqual({ ok: true, data: byHttp });
    expect(byHttp).toMatchObject({ mode: 'delta', inbox: 1 });
  });

  it('gives 1,000 missed changes as deltas, page by page, while new ones come', async () => {
    const cursor = cursorAfter(await firstPage());
    for (let batch = 0; batch < 2; batch += 1) {
      const items = Array.from({ length: 500 }, (_, index) => ({ to: user, type: 't', title: `${batch * 500 + index}`, message: 'm' }));
      await admin.expect('POST', '/api/notifications/batch', { items });
    }
    const device = await cluster.device(user, 1, cursor);
    let page = device.all('sync')[0]!;
    const seen = titles(page.changes);
    while (page.more) {
      const answer = await device.ask('sync', cursorAfter(page));
      if (!answer.ok) throw new Error(answer.error.message);
      page = answer.data;
      expect(page.mode).toBe('delta');
      seen.push(...titles(page.changes));
    }
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, index) => `${index}`));
    expect(page.unread.inbox).toBe(1_000);
    await admin.notify(user, { title: 'live' });
    expect(await device.one('newNotification')).toMatchObject({ title: 'live', prev: 1_000, seq: 1_001 });
  });

  it('resets without a cursor: the newest 50, whatever there is', async () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ to: user, type: 't', title: `${index}`, message: 'm' }));
    await admin.expect('POST', '/api/notifications/batch', { items });
    const page = await firstPage();
    expect(page).toMatchObject({ mode: 'reset', from: { inbox: 0, all: 0 }, inbox: 60, more: false, unread: { inbox: 60 } });
    expect(titles(page.changes)).toEqual(Array.from({ length: 50 }, (_, index) => `${index + 10}`));
  });

  it('resets for another epoch, for a cursor ahead of the head, and below the floor', async () => {
    await admin.notify(user);
    const { epoch, all } = await firstPage();
    const pageFor = async (cursor: Cursor) => (await cluster.device(user, 0, { ...cursor })).all('sync')[0]!;
    expect(await pageFor({ epoch: 'another', inbox: 1, all })).toMatchObject({ mode: 'reset', epoch });
    expect(await pageFor({ epoch, inbox: 2, all })).toMatchObject({ mode: 'reset', inbox: 1 });
    expect(await pageFor({ epoch, inbox: 1, all: all + 1 })).toMatchObject({ mode: 'reset' });
    await cluster.db.collection<{ _id: string }>('heads').updateOne({ _id: user }, { $set: { floor: 1 } });
    expect(await pageFor({ epoch, inbox: 0, all })).toMatchObject({ mode: 'reset' });
    expect(await pageFor({ epoch, inbox: 1, all })).toMatchObject({ mode: 'delta' });
  });

  it('resets over the socket for no cursor, a part of one, and an epoch that never was', async () => {
    const device = await cluster.device(user);
    for (const cursor of [null, {}, { epoch: null, inbox: 0, all: 0 }, { epoch: 'e' }, { epoch: 'no;epoch', inbox: 0, all: 0 }]) {
      expect(await device.ask('sync', cursor as never)).toMatchObject({ ok: true, data: { mode: 'reset' } });
    }
  });

  it('tells an HTTP client whose cursor is no number so, and resets without one', async () => {
    const api = await cluster.as(user);
    expect(await api.sync()).toMatchObject({ mode: 'reset' });
    expect(await api.sync('?epoch=e&inbox=1')).toMatchObject({ mode: 'reset' });
    expect(await api.call('GET', '/api/sync?epoch=e&inbox=one&all=1')).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(await (await cluster.as(null)).call('GET', '/api/sync')).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });
});
