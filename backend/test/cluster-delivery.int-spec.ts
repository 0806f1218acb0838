import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

describe('delivery in a cluster', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster.stop());

  it('brings a notification once to every device of its person, on each node, and to nobody else', async () => {
    const [first, second] = [await cluster.device('ann', 0), await cluster.device('ann', 1)];
    const others = [await cluster.device('ben', 0), await cluster.device('cleo', 1)];
    const sent = await (await cluster.admin(0)).notify('ann', { title: 'For Ann', data: { owner: 'ann' } });
    await cluster.barrier('ann', [first, second]);
    for (const device of [first, second]) {
      expect(device.news.filter(({ id }) => id === sent.id)).toEqual([
        expect.objectContaining({ id: sent.id, userId: 'ann', title: 'For Ann', seq: 1, prev: 0, unread: 1, readStatus: 'unread' }),
      ]);
    }
    await cluster.barrier('ben', others.slice(0, 1));
    await cluster.barrier('cleo', others.slice(1));
    for (const other of others) expect(JSON.stringify(other.received)).not.toContain('For Ann');
  });

  it('comes to the other node by a frame of its own, not only by reconciliation', async () => {
    const device = await cluster.device('swift', 1);
    const admin = await cluster.admin(0);
    await eventually('a frame by Redis', async () => {
      const { id, seq } = await admin.notify('swift');
      await eventually('its place', () => device.inboxPlace >= seq);
      return device.news.some((news) => news.id === id);
    });
  });

  it('carries an announcement to everybody, the same frame for all', async () => {
    const devices = [await cluster.device('dora', 0), await cluster.device('emil', 1)];
    await (await cluster.admin(0)).expect('POST', '/api/announcements', { title: 'Hello', message: 'All of you' });
    const frames = await Promise.all(devices.map((device) => device.one('announcement')));
    expect(frames[0]).toEqual(frames[1]);
    expect(frames[0]).toMatchObject({ title: 'Hello', prev: frames[0]!.seq - 1, createdSeq: frames[0]!.seq });
    expect(frames[0]).not.toHaveProperty('readStatus');
  });

  it('keeps to itself what another deployment on the same Redis tells its own', async () => {
    const neighbours = await TestCluster.start({ nodes: 1 });
    try {
      const [ours, theirs] = [await cluster.device('nora'), await neighbours.device('nora')];
      await (await neighbours.admin()).notify('nora', { title: 'theirs' });
      // A message has no place in a stream by which a node could tell whose it is.
      await theirs.ask('messageToServer', 'theirs');
      await theirs.one('messageToClient');
      await neighbours.barrier('nora', [theirs]);
      await cluster.barrier('nora', [ours]);
      expect(JSON.stringify(ours.received)).not.toContain('theirs');
    } finally {
      await neighbours.stop();
    }
  });

  it('tells a change on one node to devices on the other', async () => {
    const phone = await cluster.device('fay', 1);
    const { id } = await (await cluster.admin(0)).notify('fay');
    await (await cluster.as('fay', { node: 0 })).expect('PATCH', `/api/notifications/${id}`, { readStatus: 'read' });
    expect(await phone.one('notificationChanged')).toMatchObject({ seq: 2, prev: 1, unread: 0, changes: [{ kind: 'updated' }] });
  });

  it('carries a message to all devices of its sender, and to nobody else', async () => {
    const [desk, phone, other] = [await cluster.device('gus', 0), await cluster.device('gus', 1), await cluster.device('hal', 1)];
    expect(await desk.ask('messageToServer', 'hello')).toEqual({ ok: true, data: { echo: 'hello' } });
    expect(await phone.one('messageToClient')).toMatchObject({ message: 'hello' });
    await desk.one('messageToClient');
    await cluster.barrier('hal', [other]);
    expect(other.all('messageToClient')).toEqual([]);
  });

  it('loses nothing that is committed while a device connects', async () => {
    const admin = await cluster.admin(0);
    const sending = (async () => {
      for (let count = 0; count < 60; count += 1) await admin.notify('joiner');
    })();
    const devices = await Promise.all(Array.from({ length: 20 }, (_, index) => cluster.device('joiner', index % 2)));
    await sending;
    for (const device of devices) await eventually('the last place', () => device.inboxPlace >= 60);
    for (const device of devices) {
      const page = device.all('sync')[0]!;
      const places = device.news.map(({ seq }) => seq);
      expect(places).toEqual(Array.from({ length: 60 - page.inbox }, (_, index) => page.inbox + index + 1));
    }
  });
});
