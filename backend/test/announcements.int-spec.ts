import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type {
  Announcement,
  AnnouncementCreated,
  ApiKeyCreated,
  ManagedAnnouncement,
  Problem,
  SyncPage,
  UnreadCount,
} from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const TEXT = { title: 'Maintenance', message: 'Tonight at ten' };
const PATH = '/api/announcements';
/** In the future still when a request arrives on a busy machine. */
const SOON_MS = 2_000;

describe('announcements', () => {
  let cluster: TestCluster;
  let admin: TestApi;
  let ada: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    admin = await cluster.admin();
    ada = await cluster.as('ada');
  });
  afterAll(() => cluster.stop());
  afterEach(async () => {
    for (const { id } of await running()) await admin.expect('POST', `${PATH}/${id}/withdraw`);
  });

  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const announce = (fields: object = {}) => admin.expect<AnnouncementCreated>('POST', PATH, { ...TEXT, ...fields });
  const running = async (api = ada) => (await api.expect<{ items: Announcement[] }>('GET', PATH)).items;
  const managed = async (id: string) => {
    const { items } = await admin.expect<{ items: ManagedAnnouncement[] }>('GET', `${PATH}?status=all`);
    return items.find((each) => each.id === id);
  };
  const count = (api: TestApi) => api.expect<UnreadCount>('GET', '/api/notifications/unread-count');

  async function refused(api: TestApi, method: string, path: string, body?: unknown): Promise<[number, string]> {
    const answer = await api.call<Problem>(method, path, body);
    return [answer.status, answer.body.code];
  }

  describe('publication', () => {
    it('reaches everybody by one frame without a status, and is unread for each', async () => {
      const devices = [await cluster.device('ada'), await cluster.device('bob')];
      const { id, seq } = await announce({ severity: 'warning', link: '/tasks' });
      for (const device of devices) {
        const frame = await device.one('announcement');
        expect(frame).toEqual({
          id,
          seq,
          createdSeq: seq,
          prev: Number(seq) - 1,
          epoch: expect.any(String),
          ...TEXT,
          severity: 'warning',
          link: '/tasks',
          kind: 'announcement',
          actor: { id: 'admin', name: 'admin' },
          timestamp: expect.any(String),
          expiresAt: expect.any(String),
        });
      }
      expect(await running()).toMatchObject([{ id, readStatus: 'unread' }]);
      expect(await count(await cluster.as(`new-${randomUUID()}`))).toMatchObject({ all: 1, allSeq: seq });
    });

    it('ends 30 days later unless told otherwise', async () => {
      const { id } = await announce();
      const { timestamp, expiresAt } = (await running()).find((each) => each.id === id)!;
      expect(Date.parse(expiresAt) - Date.parse(timestamp)).toBe(30 * 24 * 3_600_000);
    });

    it('takes a time that is past for now', async () => {
      expect((await announce({ publishAt: inMs(-1_000) })).seq).toEqual(expect.any(Number));
    });

    it('takes its number when its time has come', async () => {
      const device = await cluster.device('ada');
      const { id, seq } = await announce({ publishAt: inMs(3_600_000) });
      expect(seq).toBeNull();
      expect(await running()).toEqual([]);
      expect(await managed(id)).toMatchObject({ state: 'scheduled', seq: null, createdSeq: null });
      await admin.expect('PATCH', `${PATH}/${id}`, { publishAt: inMs(1_000) });
      const frame = await device.one('announcement');
      expect(frame).toMatchObject({ id, prev: frame.seq - 1, createdSeq: frame.seq });
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(frame.publishAt!));
      expect(await managed(id)).toMatchObject({ state: 'running', seq: frame.seq });
    });

    it('is refused when 100 are running', async () => {
      const made: AnnouncementCreated[] = [];
      for (let round = 0; round < 5; round += 1) made.push(...(await Promise.all(Array.from({ length: 20 }, () => announce()))));
      expect(new Set(made.map(({ seq }) => seq)).size).toBe(100);
      expect(await refused(admin, 'POST', PATH, TEXT)).toEqual([409, 'conflict']);
      await admin.expect('POST', `${PATH}/${made[0]?.id}/withdraw`);
      expect((await announce()).seq).toEqual(expect.any(Number));
    }, 60_000);

    it('happens once for a key, also when repeated at once', async () => {
      const device = await cluster.device('ada');
      const key = { 'Idempotency-Key': randomUUID() };
      const call = () => admin.call<AnnouncementCreated>('POST', PATH, TEXT, key);
      const answers = await Promise.all([call(), call(), call(), call()]);
      expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
      expect((await running()).length).toBe(1);
      expect((await admin.call('POST', PATH, { ...TEXT, title: 'Other' }, key)).status).toBe(422);
      await announce({ title: 'Barrier' });
      await eventually('the barrier', () => device.all('announcement').some(({ title }) => title === 'Barrier'));
      expect(device.all('announcement').length).toBe(2);
    });

    const bad: object[] = [
      { title: '' },
      { title: { $gt: '' } },
      { title: 't'.repeat(201) },
      { message: 'm'.repeat(2_001) },
      { link: 'javascript:x' },
      { severity: 'fatal' },
      { publishAt: 'tomorrow' },
      { expiresAt: new Date(0).toISOString() },
      { publishAt: new Date(Date.now() + 2e9).toISOString(), expiresAt: new Date(Date.now() + 1e9).toISOString() },
      { kind: 'flow' },
      { _id: 'x' },
    ];
    it.each(bad)('refuses %j', async (fields) => {
      expect(await refused(admin, 'POST', PATH, { ...TEXT, ...fields })).toEqual([400, 'invalid_request']);
    });
  });

  describe('edit', () => {
    const edit = (id: string, patch: object) => admin.expect<ManagedAnnouncement>('PATCH', `${PATH}/${id}`, patch);

    it('takes a new place, keeps createdSeq and receipts, and tells everybody', async () => {
      const { id, seq } = await announce();
      await ada.expect('POST', `${PATH}/${id}/read`);
      const device = await cluster.device('bob');
      const edited = await edit(id, { title: 'Moved', severity: 'critical' });
      expect(edited).toMatchObject({ id, seq: Number(seq) + 1, createdSeq: seq, title: 'Moved', editedAt: expect.any(String) });
      const frame = await device.one('announcementChanged');
      expect(frame).toMatchObject({ prev: seq, seq: edited.seq, changes: [{ kind: 'updated', announcement: { id, title: 'Moved' } }] });
      expect(frame.changes[0]).not.toHaveProperty('announcement.readStatus');
      expect((await running())[0]).toMatchObject({ id, readStatus: 'read' });
    });

    it('takes its link away', async () => {
      const { id } = await announce({ link: '/tasks' });
      expect(await edit(id, { link: null })).not.toHaveProperty('link');
      expect((await running())[0]).not.toHaveProperty('link');
      expect(await edit(id, { link: '/' })).toMatchObject({ link: '/' });
    });

    it('shortens and extends its life', async () => {
      const { id } = await announce();
      const expiresAt = inMs(90 * 24 * 3_600_000);
      expect(await edit(id, { expiresAt })).toMatchObject({ expiresAt });
      await edit(id, { expiresAt: inMs(SOON_MS) });
      await eventually('its end', async () => (await managed(id))?.state === 'expired');
    });

    it('moves what is scheduled without taking a number', async () => {
      const { id } = await announce({ publishAt: inMs(3_600_000) });
      const { allSeq } = await count(ada);
      expect(await edit(id, { title: 'Other', publishAt: inMs(7_200_000) })).toMatchObject({ seq: null, state: 'scheduled', title: 'Other' });
      expect(await count(ada)).toMatchObject({ allSeq });
      await edit(id, { publishAt: inMs(-1) });
      await eventually('its publication', async () => (await running()).some((each) => each.id === id));
    });

    it('is refused for what is published, ended, unknown or wrong', async () => {
      const { id } = await announce();
      const path = `${PATH}/${id}`;
      expect(await refused(admin, 'PATCH', path, { publishAt: inMs(1_000) })).toEqual([409, 'conflict']);
      for (const patch of [{}, { expiresAt: inMs(-1) }, { title: '' }, { title: { $ne: 1 } }, { state: 'running' }, { message: null }]) {
        expect(await refused(admin, 'PATCH', path, patch)).toEqual([400, 'invalid_request']);
      }
      await admin.expect('POST', `${path}/withdraw`);
      expect(await refused(admin, 'PATCH', path, { title: 'Late' })).toEqual([409, 'conflict']);
      expect(await refused(admin, 'PATCH', `${PATH}/nothing`, { title: 'T' })).toEqual([404, 'not_found']);
    });
  });

  describe('end', () => {
    it('comes by withdrawal, once, and everybody is told', async () => {
      const { id, seq } = await announce();
      const device = await cluster.device('ada');
      await admin.expect('POST', `${PATH}/${id}/withdraw`);
      expect(await device.one('announcementChanged')).toMatchObject({
        prev: seq,
        changes: [{ kind: 'withdrawn', id, seq: Number(seq) + 1, reason: 'withdrawn' }],
      });
      const { allSeq, all } = await count(ada);
      expect([allSeq, all]).toEqual([Number(seq) + 1, 0]);
      expect((await admin.call('POST', `${PATH}/${id}/withdraw`)).status).toBe(204);
      expect(await count(ada)).toMatchObject({ allSeq });
      expect(await refused(admin, 'POST', `${PATH}/nothing/withdraw`)).toEqual([404, 'not_found']);
    });

    it('comes without a number for what was never published', async () => {
      const { id } = await announce({ publishAt: inMs(3_600_000) });
      const { allSeq } = await count(ada);
      await admin.expect('POST', `${PATH}/${id}/withdraw`);
      expect(await managed(id)).toMatchObject({ state: 'withdrawn', seq: null });
      expect(await count(ada)).toMatchObject({ allSeq });
    });

    it('comes by its time, as a numbered change', async () => {
      const device = await cluster.device('ada');
      const { id, seq } = await announce({ expiresAt: inMs(SOON_MS) });
      const frame = await device.one('announcementChanged');
      expect(frame.changes).toEqual([{ kind: 'withdrawn', id, seq: Number(seq) + 1, reason: 'expired' }]);
      expect(await count(ada)).toMatchObject({ all: 0 });
      expect(await refused(admin, 'POST', `${PATH}/${id}/withdraw`)).toEqual([409, 'conflict']);
    });
  });

  describe('receipts', () => {
    it('belong to one person and take a place of that inbox, once', async () => {
      const user = `u-${randomUUID()}`;
      const api = await cluster.as(user);
      const device = await cluster.device(user);
      const { id, seq } = await announce();
      expect((await api.call('POST', `${PATH}/${id}/read`)).status).toBe(204);
      expect((await api.call('POST', `${PATH}/${id}/read`)).status).toBe(204);
      expect(await count(api)).toMatchObject({ all: 0, allSeq: seq, seq: 1, inbox: 0 });
      expect(await device.one('notificationChanged')).toMatchObject({ seq: 1, changes: [{ kind: 'announcementRead', id, seq: 1 }] });
      expect((await running(api))[0]).toMatchObject({ id, readStatus: 'read' });
      expect((await running())[0]).toMatchObject({ id, readStatus: 'unread' });
    });

    it('are written by update and by read-all up to a place of publication', async () => {
      const api = await cluster.as(`u-${randomUUID()}`);
      const [a, b] = [await announce(), await announce()];
      const answer = await api.expect('POST', '/api/notifications/update', { commandId: '1', op: 'announcementRead', ids: [a.id, 'gone'] });
      expect(answer).toEqual({ seq: 1, unread: 0, notFound: ['gone'] });
      await admin.expect('PATCH', `${PATH}/${b.id}`, { title: 'Edited' });
      await api.expect('POST', '/api/notifications/read-all', { upTo: 0, announcementsUpTo: b.seq });
      expect(await count(api)).toMatchObject({ all: 0, seq: 2 });
    });

    it('are refused for what is not running', async () => {
      const { id } = await announce({ publishAt: inMs(3_600_000) });
      expect(await refused(ada, 'POST', `${PATH}/${id}/read`)).toEqual([404, 'not_found']);
      expect(await refused(ada, 'POST', `${PATH}/nothing/read`)).toEqual([404, 'not_found']);
    });
  });

  it('are seen by sync: running ones in a reset, by state in a delta', async () => {
    const [a, b] = [await announce(), await announce()];
    await ada.expect('POST', `${PATH}/${a.id}/read`);
    const reset = await ada.sync();
    expect(reset.announcements).toMatchObject([
      { kind: 'updated', announcement: { id: a.id, readStatus: 'read' } },
      { kind: 'updated', announcement: { id: b.id, readStatus: 'unread' } },
    ]);
    expect(reset.unread.all).toBe(1);
    await announce({ publishAt: inMs(3_600_000) });
    await admin.expect('POST', `${PATH}/${b.id}/withdraw`);
    const query = `?epoch=${reset.epoch}&inbox=${reset.inbox}&all=${Number(a.seq) - 1}`;
    const delta: SyncPage = await ada.sync(query);
    expect(delta.announcements).toMatchObject([
      { kind: 'updated', announcement: { id: a.id, readStatus: 'read' } },
      { kind: 'withdrawn', id: b.id, reason: 'withdrawn' },
    ]);
    expect(delta).toMatchObject({ mode: 'delta', unread: { all: 0 } });
  });

  it('are seen by each with the own receipts, also by many who sync at once', async () => {
    const [a, b] = [await announce(), await announce()];
    const readers = await Promise.all(Array.from({ length: 30 }, () => cluster.as(`u-${randomUUID()}`)));
    const readings = readers.map((_, index) => [a, b].filter((_each, bit) => index & (1 << bit)).map(({ id }) => id));
    await Promise.all(readers.flatMap((reader, index) => (readings[index] ?? []).map((id) => reader.expect('POST', `${PATH}/${id}/read`))));
    const pages = await Promise.all(readers.map((reader) => reader.sync()));
    const read = pages.map(({ announcements }) =>
      announcements.flatMap((change) => (change.kind === 'updated' && change.announcement.readStatus === 'read' ? [change.announcement.id] : [])),
    );
    expect(read).toEqual(readings);
    expect(pages.map(({ unread }) => unread.all)).toEqual(readings.map(({ length }) => 2 - length));
  });

  describe('access', () => {
    it('is the administrator\'s, and a service\'s with the scope for announcing', async () => {
      const { id } = await announce();
      const calls: [string, string, object?][] = [
        ['POST', PATH, TEXT],
        ['GET', `${PATH}?status=all`],
        ['PATCH', `${PATH}/${id}`, { title: 'T' }],
        ['POST', `${PATH}/${id}/withdraw`],
      ];
      for (const [method, path, body] of calls) {
        expect(await refused(ada, method, path, body)).toEqual([403, 'forbidden']);
        expect(await refused(await cluster.as(null), method, path, body)).toEqual([401, 'unauthorized']);
      }
      const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 's', scopes: ['announce'] });
      const service = new TestApi(cluster.node(0).url, key);
      const { body } = await service.call<AnnouncementCreated>('POST', PATH, TEXT);
      expect((await running()).find((each) => each.id === body.id)).toEqual(expect.not.objectContaining({ actor: expect.anything() }));
      expect((await service.call('PATCH', `${PATH}/${id}`, { title: 'T' })).status).toBe(403);
    });

    it('to the list takes only known states', async () => {
      expect(await refused(admin, 'GET', `${PATH}?status=secret`)).toEqual([400, 'invalid_request']);
    });
  });
});
