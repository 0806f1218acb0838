import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Announcement, Closing, NewNotification, StreamTicket, SyncPage } from '@eventide/contracts';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

/** A connection that the node has answered on already, so what is asked on it next is read without delay. */
async function linkTo(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const link = connect(Number(port), hostname);
  link.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(link, 'data');
  return link;
}

describe('GET /api/stream', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster.stop());

  it('starts with the state, and carries what a socket carries from every node', async () => {
    await (await cluster.admin()).notify('ann', { title: 'before' });
    const stream = await cluster.stream('ann', { node: 1 });
    const page = await stream.one<SyncPage>('sync');
    expect(page).toMatchObject({ mode: 'reset', inbox: 1, unread: { inbox: 1 } });
    const { seq } = await (await cluster.admin(0)).notify('ann', { title: 'after' });
    expect(await stream.one<NewNotification>('newNotification')).toMatchObject({ title: 'after', seq, prev: 1, unread: 2 });
    expect(stream.received.map(({ event, id }) => ({ event, id }))).toEqual([
      { event: 'sync', id: `${page.epoch};1;${page.all}` },
      { event: 'newNotification', id: `${page.epoch};2;${page.all}` },
    ]);
    expect(stream.retryMs).toBe(3_000);
    expect(stream.response?.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    expect(stream.response?.headers).not.toHaveProperty('content-encoding');
  });

  it("carries announcements, chat and one's own changes", async () => {
    const stream = await cluster.stream('carl');
    await stream.one('sync');
    const device = await cluster.device('carl', 1);
    await device.ask('messageToServer', 'hello');
    await (await cluster.admin(1)).expect('POST', '/api/announcements', { title: 'Water off', message: 'Until noon' });
    expect(await stream.one<Announcement>('announcement')).toMatchObject({ title: 'Water off' });
    expect(await stream.one('messageToClient')).toMatchObject({ message: 'hello' });
    const { id } = await (await cluster.admin()).notify('carl');
    await (await cluster.as('carl', { node: 1 })).expect('PATCH', `/api/notifications/${id}`, { readStatus: 'read' });
    expect(await stream.one('notificationChanged')).toMatchObject({ unread: 0, changes: [{ kind: 'updated' }] });
  });

  it('goes on from the last event, by header or by address, and the header is the newer one', async () => {
    const admin = await cluster.admin();
    const first = await cluster.stream('rick');
    await first.one('sync');
    await admin.notify('rick', { title: 'one' });
    await first.one('newNotification');
    const lastId = first.received.at(-1)?.id ?? '';
    first.close();
    await admin.notify('rick', { title: 'two' });
    const resumed = [
      await cluster.stream('rick', { node: 1, headers: { 'Last-Event-ID': lastId } }),
      await cluster.stream('rick', { path: `/api/stream?lastEventId=${encodeURIComponent(lastId)}` }),
      await cluster.stream('rick', { path: '/api/stream?lastEventId=e;0;0', headers: { 'Last-Event-ID': lastId } }),
    ];
    for (const stream of resumed) {
      const page = await stream.one<SyncPage>('sync');
      expect(page).toMatchObject({ mode: 'delta', from: { inbox: 1 }, inbox: 2, more: false });
      expect(page.changes).toMatchObject([{ kind: 'updated', notification: { title: 'two' } }]);
    }
  });

  it.each(['', 'nonsense', 'e;1', '1;2;3;4', 'another-epoch;1;1', '%00'])('takes %j for no cursor', async (lastId) => {
    const stream = await cluster.stream('nora', { path: `/api/stream?lastEventId=${encodeURIComponent(lastId)}` });
    expect(await stream.one<SyncPage>('sync')).toMatchObject({ mode: 'reset' });
  });

  it('sends all pages of a long absence, in order, without being asked', async () => {
    const admin = await cluster.admin();
    const before = await cluster.stream('lea');
    await before.one('sync');
    const lastId = before.received[0]?.id ?? '';
    const items = Array.from({ length: 350 }, (_, index) => ({ to: 'lea', type: 't', title: `${index}`, message: 'm' }));
    await admin.expect('POST', '/api/notifications/batch', { items });
    const stream = await cluster.stream('lea', { headers: { 'Last-Event-ID': lastId } });
    await eventually('the last page', () => stream.all<SyncPage>('sync').at(-1)?.more === false);
    const pages = stream.all<SyncPage>('sync');
    expect(pages.map(({ more }) => more)).toEqual([true, false]);
    expect(pages[1]?.from.inbox).toBe(pages[0]?.inbox);
    expect(pages.flatMap(({ changes }) => changes)).toHaveLength(350);
    await cluster.barrier('lea', [stream, before]);
  });

  it('opens with a ticket, once, on any node, and for nobody else', async () => {
    const ticketOf = async (userId: string) => (await (await cluster.as(userId)).expect<StreamTicket>('POST', '/api/stream/ticket')).ticket;
    const path = `/api/stream?ticket=${await ticketOf('tina')}`;
    const stream = cluster.follow(path, {}, 1);
    await stream.one('sync');
    await cluster.barrier('tina', [stream]);
    const again = cluster.follow(path, {}, 0);
    expect(await again.status()).toBe(401);
    expect(JSON.parse(again.refusal)).toMatchObject({ code: 'unauthorized' });
  });

  it.each([
    ['no token', '/api/stream', {}, 401],
    ['garbage', '/api/stream', { authorization: 'Bearer garbage' }, 401],
    ['a token in the address', '/api/stream?token=TOKEN&access_token=TOKEN', {}, 401],
    ['an unknown ticket', '/api/stream?ticket=TOKEN', {}, 401],
    ['two tickets', '/api/stream?ticket=a&ticket=b', {}, 401],
    ['another origin', '/api/stream', { authorization: 'Bearer TOKEN', origin: 'https://evil.test' }, 403],
    ['no origin that one could name', '/api/stream', { authorization: 'Bearer TOKEN', origin: 'null' }, 403],
  ])('refuses %s', async (_, path, headers, status) => {
    const token = await cluster.token('ann');
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', token)]));
    expect(await cluster.follow(path.replaceAll('TOKEN', token), filled).status()).toBe(status);
  });

  it('takes a ticket nowhere but on streams, and gives none to services', async () => {
    const ann = await cluster.as('ann');
    const { ticket } = await ann.expect<StreamTicket>('POST', '/api/stream/ticket');
    const nobody = await cluster.as(null);
    expect((await nobody.call('GET', `/api/sync?ticket=${ticket}`)).status).toBe(401);
    const admin = await cluster.admin();
    const { key } = await admin.expect<{ key: string }>('POST', '/api/api-keys', { name: 'service', scopes: ['signal'] });
    const service = { authorization: `Bearer ${key}` };
    expect((await nobody.call('POST', '/api/stream/ticket', undefined, service)).status).toBe(403);
    expect(await cluster.follow('/api/stream', service).status()).toBe(403);
  });

  it('keeps no ticket in a form that could be used, and none that is too old', async () => {
    const { ticket } = await (await cluster.as('olga')).expect<StreamTicket>('POST', '/api/stream/ticket');
    const tickets = cluster.db.collection<{ _id: string }>('stream_tickets');
    expect(JSON.stringify(await tickets.find().toArray())).not.toContain(ticket);
    await tickets.updateMany({ 'principal.userId': 'olga' }, { $set: { expiresAt: new Date(Date.now() - 1) } });
    expect(await cluster.follow(`/api/stream?ticket=${ticket}`).status()).toBe(401);
  });

  it("never shows another person's", async () => {
    const [eve, bob] = [await cluster.stream('eve', { node: 1 }), await cluster.stream('bob')];
    await Promise.all([eve.one('sync'), bob.one('sync')]);
    await (await cluster.admin()).notify('bob', { title: 'canary' });
    await cluster.barrier('bob', [bob]);
    await cluster.barrier('eve', [eve]);
    expect(JSON.stringify(bob.received)).toContain('canary');
    expect(JSON.stringify(eve.received)).not.toMatch(/canary|bob/);
  });

  it('counts against the limit of connections, together with sockets', async () => {
    const limited = await TestCluster.start({ nodes: 1, redis: 'none', env: { MAX_CONNECTIONS_PER_USER: '2' } });
    try {
      await limited.device('ann');
      const stream = await limited.stream('ann');
      await stream.one('sync');
      const third = await limited.stream('ann');
      expect(await third.status()).toBe(429);
      expect(third.response?.headers).toHaveProperty('retry-after');
      const signals = await limited.stream('ann', { path: '/api/signals/stream' });
      expect(await signals.status()).toBe(429);
      for (const path of ['/api/stream', '/api/signals/stream']) {
        const refused = `"msg":"Refused","code":"too_many_connections","path":"${path}"`;
        await eventually('the line in the log', () => limited.node(0).log.some((line) => line.includes(refused)));
      }
      stream.close();
      await eventually('room again', async () => (await (await limited.stream('ann')).status()) === 200);
    } finally {
      await limited.stop();
    }
  });

  it('is opened for a crowd a few at a time, so that who asks for something else is answered in between', async () => {
    const other = { person: 'other', path: '/api/signals/stream', link: await linkTo(cluster.node(1).url) };
    const crowd = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => ({ person: `crowd-${index}`, path: '/api/stream', link: await linkTo(cluster.node(1).url) })),
    );
    cluster.node(1).signal('SIGSTOP');
    for (const { person, path, link } of [...crowd, other]) {
      link.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await cluster.token(person)}\r\n\r\n`);
    }
    cluster.node(1).signal('SIGCONT');
    const connected = () => cluster.node(1).log.filter((line) => /"msg":"Connected".*"userId":"(crowd-|other)/.test(line));
    await eventually('all of them', () => connected().length > crowd.length);
    expect(connected().findIndex((line) => line.includes('"userId":"other"'))).toBeLessThan(crowd.length / 2);
    for (const { link } of [...crowd, other]) link.destroy();
  });

  it('says that its node stops, and how long to stay away', async () => {
    const streams = await Promise.all(Array.from({ length: 5 }, (_, index) => cluster.stream(`leaver-${index}`, { node: 1 })));
    for (const stream of streams) await stream.one('sync');
    const code = cluster.node(1).stop();
    for (const stream of streams) {
      const closing = await stream.one<Closing>('closing');
      expect(closing).toEqual({ code: 'drain', reconnect: true, afterMs: expect.any(Number) });
      expect(stream.retryMs).toBe(closing.afterMs);
      await stream.end();
    }
    expect(await code).toBe(0);
    await cluster.node(1).start();
  });
});
