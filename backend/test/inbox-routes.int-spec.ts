import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Notification, NotificationList, Problem, ReadAllAnswer, SyncPage, UnreadCount, UpdateAnswer } from '@eventide/contracts';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

describe("a person's own inbox", () => {
  let cluster: TestCluster;
  let admin: TestApi;
  let user: string;
  let api: TestApi;
  let stranger: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    admin = await cluster.admin();
    stranger = await cluster.as('stranger');
  });
  afterAll(() => cluster.stop());
  beforeEach(async () => {
    user = `u-${randomUUID()}`;
    api = await cluster.as(user);
  });

  const add = (fields: Partial<Notification> = {}) => admin.notify(user, fields);
  const list = (query = '') => api.expect<NotificationList>('GET', `/api/notifications${query}`);
  const count = () => api.expect<UnreadCount>('GET', '/api/notifications/unread-count');
  const titles = ({ items }: NotificationList) => items.map(({ title }) => title);

  async function refused(method: string, path: string, body?: unknown): Promise<[number, string]> {
    const answer = await api.call<Problem>(method, path, body);
    return [answer.status, answer.body.code];
  }

  describe('list', () => {
    it('pages to the end, newest first, and never moves', async () => {
      for (const title of ['a', 'b', 'c', 'd', 'e']) await add({ title });
      const first = await list('?limit=2');
      expect([titles(first), first.head]).toEqual([['e', 'd'], 5]);
      await api.expect('PATCH', `/api/notifications/${first.items[0]?.id}`, { readStatus: 'read' });
      await add({ title: 'later' });
      const second = await list(`?limit=2&before=${first.next}`);
      const third = await list(`?limit=2&before=${second.next}`);
      expect([titles(second), titles(third), third.next]).toEqual([['c', 'b'], ['a'], null]);
    });

    it('filters by status, type and category', async () => {
      const a = await add({ title: 'a', type: 'task.assigned' });
      await add({ title: 'b', type: 'task.commented' });
      await add({ title: 'c', type: 'order', category: 'shop' });
      await api.expect('PATCH', `/api/notifications/${a.id}`, { readStatus: 'read' });
      expect(titles(await list('?status=unread'))).toEqual(['c', 'b']);
      expect(titles(await list('?status=read'))).toEqual(['a']);
      expect(titles(await list('?category=task'))).toEqual(['b', 'a']);
      expect(titles(await list('?type=task.commented&status=unread&unknown=x'))).toEqual(['b']);
    });

    it('is empty for somebody new', async () => {
      expect(await list()).toEqual({ items: [], next: null, head: 0, readUpTo: 0 });
    });

    it.each(['limit=0', 'limit=101', 'limit=x', 'limit=', 'limit=1.5', 'limit=-1', 'limit=5&limit=6', 'status=old', 'status[$ne]=read&status=x',
      'before=', 'before=garbage', 'before=%7B%22$gt%22:%22%22%7D', 'type=', `type=${'t'.repeat(65)}`])('refuses ?%s', async (query) => {
      expect(await refused('GET', `/api/notifications?${query}`)).toEqual([400, 'invalid_request']);
    });

    it('refuses a page of other filters', async () => {
      await add();
      await add();
      const { next } = await list('?limit=1');
      expect(await refused('GET', `/api/notifications?limit=1&status=unread&before=${next}`)).toEqual([400, 'invalid_request']);
    });

    it('needs a person', async () => {
      expect((await (await cluster.as(null)).call('GET', '/api/notifications')).status).toBe(401);
    });
  });

  it('counts exactly, at the places that it names', async () => {
    expect(await count()).toMatchObject({ inbox: 0, seq: 0, epoch: expect.any(String), all: expect.any(Number) });
    const [a] = [await add(), await add()];
    await api.expect('PATCH', `/api/notifications/${a.id}`, { readStatus: 'read' });
    expect(await count()).toMatchObject({ inbox: 1, seq: 3 });
  });

  describe('change of one', () => {
    it('marks as read and as unread, and answers with the notification', async () => {
      const { id } = await add();
      const read = await api.expect<Notification>('PATCH', `/api/notifications/${id}`, { readStatus: 'read' });
      expect(read).toMatchObject({ id, seq: 2, readStatus: 'read', readAt: expect.any(String) });
      expect(await api.expect('PATCH', `/api/notifications/${id}`, { readStatus: 'read' })).toEqual(read);
      const unread = await api.expect<Notification>('PATCH', `/api/notifications/${id}`, { readStatus: 'unread' });
      expect(unread).toMatchObject({ seq: 3, readStatus: 'unread' });
    });

    it('removes once', async () => {
      const { id } = await add();
      expect((await api.call('DELETE', `/api/notifications/${id}`)).status).toBe(204);
      expect(await refused('DELETE', `/api/notifications/${id}`)).toEqual([404, 'not_found']);
      expect(await count()).toMatchObject({ inbox: 0, seq: 2 });
    });

    it.each([{}, { readStatus: 'seen' }, { readStatus: { $ne: '' } }, { readStatus: 'read', seq: 1 }, { archived: true }, [], 'read'])(
      'refuses %j',
      async (body) => {
        const { id } = await add();
        expect(await refused('PATCH', `/api/notifications/${id}`, body)).toEqual([400, 'invalid_request']);
      },
    );

    it('finds neither what is somebody else\'s nor ids that can\'t be', async () => {
      const { id } = await add();
      for (const path of [`/api/notifications/${randomUUID()}`, '/api/notifications/%00', '/api/notifications/[$ne]']) {
        expect(await refused('PATCH', path, { readStatus: 'read' })).toEqual([404, 'not_found']);
      }
      expect((await stranger.call('PATCH', `/api/notifications/${id}`, { readStatus: 'read' })).status).toBe(404);
      expect((await stranger.call('DELETE', `/api/notifications/${id}`)).status).toBe(404);
      expect(await count()).toMatchObject({ inbox: 1, seq: 1 });
    });
  });

  describe('read-all', () => {
    const readAll = (body: unknown) => api.expect<ReadAllAnswer>('POST', '/api/notifications/read-all', body);

    it('marks up to a place by one number, and nothing twice', async () => {
      for (let i = 0; i < 3; i++) await add();
      expect(await readAll({ upTo: 2 })).toEqual({ seq: 4, readUpTo: 2, changed: 2, unread: 1 });
      expect(await readAll({ upTo: 2 })).toEqual({ seq: 4, readUpTo: 2, changed: 0, unread: 1 });
      const { items, readUpTo } = await list('?status=read');
      expect([items.map(({ seq }) => seq), readUpTo]).toEqual([[2, 1], 2]);
    });

    it('refuses a place above the head and another epoch', async () => {
      await add();
      const path = '/api/notifications/read-all';
      expect(await refused('POST', path, { upTo: 2 })).toEqual([409, 'conflict']);
      expect(await refused('POST', path, { upTo: 1, epoch: 'another' })).toEqual([409, 'conflict']);
      expect(await refused('POST', path, { upTo: 1, announcementsUpTo: 1e9 })).toEqual([409, 'conflict']);
      expect(await readAll({ upTo: 1, epoch: (await count()).epoch })).toMatchObject({ changed: 1 });
    });

    it.each([{}, { upTo: -1 }, { upTo: 1.5 }, { upTo: '1' }, { upTo: null }, { upTo: { $gt: 0 } }, { upTo: 1e17 },
      { upTo: 0, epoch: 'a b' }, { upTo: 0, announcementsUpTo: -1 }, { upTo: 0, extra: 1 }])('refuses %j', async (body) => {
      expect(await refused('POST', '/api/notifications/read-all', body)).toEqual([400, 'invalid_request']);
    });
  });

  describe('update', () => {
    const update = (body: unknown) => api.expect<UpdateAnswer>('POST', '/api/notifications/update', body);

    it('changes many at once and names what it did not find', async () => {
      const [a, b] = [await add(), await add()];
      const foreign = await admin.notify('stranger');
      const answer = await update({ commandId: '1', op: 'read', ids: [a.id, b.id, foreign.id, 'gone'] });
      expect(answer).toEqual({ seq: 4, unread: 0, notFound: [foreign.id, 'gone'] });
      expect(await update({ commandId: '2', op: 'unread', ids: [a.id] })).toEqual({ seq: 5, unread: 1, notFound: [] });
      expect(await update({ commandId: '3', op: 'readAll', upTo: 5 })).toEqual({ seq: 6, unread: 0, notFound: [] });
      expect(await update({ commandId: '4', op: 'remove', ids: [b.id] })).toEqual({ seq: 7, unread: 0, notFound: [] });
    });

    it('repeats the answer of a commandId, over HTTP and socket alike', async () => {
      const { id } = await add();
      const device = await cluster.device(user);
      const command = { commandId: randomUUID(), op: 'read' as const, ids: [id] };
      const first = await device.ask('update', command);
      expect(first).toEqual({ ok: true, data: { seq: 2, unread: 0, notFound: [] } });
      await update({ commandId: 'between', op: 'unread', ids: [id] });
      expect({ ok: true, data: await update(command) }).toEqual(first);
      expect(await device.ask('update', command)).toEqual(first);
      expect(await device.ask('update', { ...command, op: 'unread' })).toMatchObject({ ok: false, error: { code: 'idempotency_mismatch' } });
      expect(await count()).toMatchObject({ inbox: 1, seq: 3 });
    });

    it('reaches every device of the person in one frame', async () => {
      const [a, b] = [await add(), await add()];
      const devices = [await cluster.device(user), await cluster.device(user)];
      await update({ commandId: '1', op: 'remove', ids: [a.id, b.id] });
      for (const device of devices) {
        expect(await device.one('notificationChanged')).toMatchObject({
          prev: 2,
          seq: 4,
          unread: 0,
          changes: [
            { kind: 'removed', id: a.id, seq: 3, reason: 'removed' },
            { kind: 'removed', id: b.id, seq: 4, reason: 'removed' },
          ],
        });
      }
    });

    const bad: unknown[] = [
      {},
      { commandId: '1', op: 'read' },
      { commandId: '1', op: 'read', ids: [] },
      { commandId: '1', op: 'read', ids: [{ $gt: '' }] },
      { commandId: '1', op: 'read', ids: Array.from({ length: 101 }, (_, i) => `${i}`) },
      { commandId: '1', op: 'read', ids: ['a'], upTo: 1 },
      { commandId: '1', op: 'expire', ids: ['a'] },
      { commandId: '1', op: 'readAll' },
      { commandId: '1', op: 'readAll', upTo: '1' },
      { commandId: '', op: 'read', ids: ['a'] },
      { commandId: 'ü', op: 'read', ids: ['a'] },
      { commandId: 'x'.repeat(129), op: 'read', ids: ['a'] },
      { commandId: '1', op: 'read', ids: ['a'], userId: 'stranger' },
    ];

    it.each(bad)('refuses %j', async (body) => {
      expect(await refused('POST', '/api/notifications/update', body)).toEqual([400, 'invalid_request']);
    });

    it('refuses the same over a socket, and the socket lives', async () => {
      const device = await cluster.device(user);
      for (const body of [...bad, undefined, null, 'text', 7]) {
        expect(await device.askAnything('update', body)).toMatchObject({ ok: false, error: { code: 'invalid_request', retryable: false } });
      }
      expect(await device.ask('update', { commandId: 'ok', op: 'readAll', upTo: 0 })).toMatchObject({ ok: true });
    });
  });

  it('is seen whole by sync: a delta by state, and a reset of the newest 50', async () => {
    const [a, b] = [await add(), await add()];
    const { epoch } = await count();
    await api.expect('DELETE', `/api/notifications/${a.id}`);
    await api.expect('POST', '/api/notifications/read-all', { upTo: 3 });
    const allPlace = (await count()).allSeq;
    const delta = await api.expect<SyncPage>('GET', `/api/sync?epoch=${epoch}&inbox=1&all=${allPlace}`);
    expect(delta).toMatchObject({ mode: 'delta', inbox: 4, readUpTo: 3, unread: { inbox: 0 }, more: false });
    expect(delta.changes).toMatchObject([
      { kind: 'updated', notification: { id: b.id, readStatus: 'read' } },
      { kind: 'removed', id: a.id, seq: 3 },
      { kind: 'readAll', readUpTo: 3, seq: 4 },
    ]);
    const items = Array.from({ length: 60 }, () => ({ to: user, type: 't', title: 'T', message: 'M' }));
    await admin.expect('POST', '/api/notifications/batch', { items });
    const reset = await api.expect<SyncPage>('GET', '/api/sync');
    expect(reset).toMatchObject({ mode: 'reset', inbox: 64, unread: { inbox: 60 } });
    expect(reset.changes.length).toBe(50);
  });
});
