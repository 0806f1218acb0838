import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UPDATE_OPS, type Problem, type SyncPage } from '@eventide/contracts';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

describe("another person's inbox", () => {
  let cluster: TestCluster;
  let thief: TestApi;
  let thiefs: TestDevice;
  /** Both on both nodes, so that a frame that goes astray finds somebody. */
  let devices: { thief: TestDevice[]; owner: TestDevice[] };
  let owner: TestApi;
  let id: string;
  let before: SyncPage;

  beforeAll(async () => {
    cluster = await TestCluster.start();
    [thief, owner] = [await cluster.as('thief', { node: 1 }), await cluster.as('owner')];
    const admin = await cluster.admin();
    ({ id } = await admin.notify('owner', { title: 'canary' }));
    await admin.notify('thief');
    const onBoth = (userId: string) => Promise.all([cluster.device(userId, 0), cluster.device(userId, 1)]);
    devices = { thief: await onBoth('thief'), owner: await onBoth('owner') };
    thiefs = devices.thief[1]!;
    before = await owner.sync();
  });
  afterAll(() => cluster.stop());

  it.each<[string, unknown]>([
    ['PATCH', { readStatus: 'read' }],
    ['DELETE', undefined],
  ])('answers %s of one of its notifications as if there were none', async (method, body) => {
    const [foreign, none] = [
      await thief.call<Problem>(method, `/api/notifications/${id}`, body),
      await thief.call<Problem>(method, `/api/notifications/${'0'.repeat(id.length)}`, body),
    ];
    expect(foreign.body).toMatchObject({ status: 404, code: 'not_found' });
    expect(foreign.body).toEqual(none.body);
  });

  it.each(UPDATE_OPS.filter((op) => op !== 'readAll'))('is not touched by the update %s', async (op) => {
    const command = { commandId: `foreign-${op}`, op, ids: [id] };
    expect(await thief.expect('POST', '/api/notifications/update', command)).toMatchObject({ notFound: [id] });
    expect(await thiefs.ask('update', { ...command, commandId: `socket-${op}` })).toMatchObject({ ok: true, data: { notFound: [id] } });
  });

  it('shows nothing to who comes with its cursor', async () => {
    const { epoch, inbox, all } = before;
    const cursors = [{ epoch, inbox: 0, all: 0 }, { epoch, inbox, all }, { epoch, inbox: inbox - 1, all }];
    for (const cursor of cursors) {
      const overSocket = await thiefs.ask('sync', cursor);
      const overHttp = await thief.sync(`?epoch=${epoch}&inbox=${cursor.inbox}&all=${cursor.all}`);
      expect(JSON.stringify([overSocket, overHttp])).not.toMatch(/canary|owner/);
    }
  });

  it('is not acknowledged, listed or counted for others', async () => {
    expect(await thiefs.ask('ack', { inbox: before.inbox, all: before.all })).toMatchObject({ ok: true });
    const list = await thief.expect<object>('GET', '/api/notifications?status=all&userId=owner&to=owner');
    expect(JSON.stringify(list)).not.toMatch(/canary|owner/);
    expect(await thief.expect('GET', '/api/notifications/unread-count')).toMatchObject({ inbox: 1 });
  });

  it('is as it was, and none of its events came to others', async () => {
    expect(await owner.sync()).toEqual(before);
    await cluster.barrier('owner', devices.owner);
    await cluster.barrier('thief', devices.thief);
    for (const { received } of devices.thief) expect(JSON.stringify(received)).not.toMatch(/canary|owner/);
  });
});
