import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKeyCreated, Signal, StreamTicket } from '@eventide/contracts';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestStream } from './test-stream.js';

const verified = { topic: 'filter.verified', data: { isVerifiedFilter: true } };

describe('signals', () => {
  let cluster: TestCluster;
  let service: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start();
    const admin = await cluster.admin();
    for (const id of ['ann', 'ben']) await admin.expect('PUT', `/api/users/${id}`, { name: id, email: `${id}@signals.test` });
    const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'service', scopes: ['signal'] });
    service = cluster.under(key);
  });
  afterAll(() => cluster.stop());

  /** A stream of signals that has begun. */
  async function signals(userId: string, query = '', options: Parameters<TestCluster['stream']>[1] = {}): Promise<TestStream> {
    const stream = await cluster.stream(userId, { path: `/api/signals/stream${query}`, ...options });
    expect(await stream.status()).toBe(200);
    return stream;
  }

  /** Sends one more to each and waits for it: what was sent before and has not come by then does not come. */
  async function barrier(userId: string, streams: readonly TestStream[], topic = 'barrier'): Promise<void> {
    const mark = `${userId} ${Math.random()}`;
    await service.expect('POST', '/api/signals', { userId, topic, data: mark });
    for (const stream of streams) await stream.until(`signal ${mark}`, () => stream.all<Signal>('signal').some(({ data }) => data === mark));
  }

  const seen = (stream: TestStream) => stream.all<Signal>('signal').filter(({ topic }) => topic !== 'barrier');

  it('reach the person by id or by address, on every node, and nobody else', async () => {
    const anns = [await signals('ann'), await signals('ann', '', { node: 1 })];
    const bens = [await signals('ben'), await signals('ben', '', { node: 1 })];
    expect((await service.call('POST', '/api/signals', { userId: 'ann', ...verified })).status).toBe(202);
    await service.expect('POST', '/api/signals', { email: 'Ann@Signals.test', topic: 'weather', data: null });
    await barrier('ann', anns);
    await barrier('ben', bens);
    for (const stream of anns) expect(seen(stream)).toEqual([verified, { topic: 'weather', data: null }]);
    for (const stream of bens) expect(seen(stream)).toEqual([]);
  });

  it('reach devices as the event signal, by socket and by stream', async () => {
    const device = await cluster.device('ann', 1);
    const stream = await cluster.stream('ann');
    const other = await cluster.device('ben', 1);
    await stream.one('sync');
    await service.expect('POST', '/api/signals', { email: 'ann@signals.test', ...verified });
    expect(await device.one('signal')).toEqual(verified);
    expect(await stream.one('signal')).toEqual(verified);
    await cluster.barrier('ben', [other]);
    expect(other.all('signal')).toEqual([]);
  });

  it('are filtered by topic', async () => {
    const stream = await signals('ann', '?topics=filter.verified,barrier');
    await service.expect('POST', '/api/signals', { userId: 'ann', topic: 'filter', data: 1 });
    await service.expect('POST', '/api/signals', { userId: 'ann', ...verified });
    await barrier('ann', [stream]);
    expect(seen(stream)).toEqual([verified]);
  });

  it('reach who comes with an address that nobody is registered under, and not who only claims a registered one', async () => {
    const host = { email: 'guest@host.test' };
    const [guest, guestDevice] = [await signals('guest', '?email=Guest@host.test', host), await cluster.connect(1, { auth: { token: await cluster.token('guest', host) } }).synced()];
    const impostor = await signals('impostor', '', { email: 'ann@signals.test' });
    await service.expect('POST', '/api/signals', { email: 'guest@HOST.test', ...verified });
    await service.expect('POST', '/api/signals', { email: 'ann@signals.test', topic: 'canary', data: 1 });
    expect(await guest.one('signal')).toEqual(verified);
    expect(await guestDevice.one('signal')).toEqual(verified);
    await barrier('impostor', [impostor]);
    expect(seen(impostor)).toEqual([]);
  });

  it("show an administrator anyone's", async () => {
    const stream = await signals('boss', '?email=ben@signals.test', { roles: ['admin'] });
    await service.expect('POST', '/api/signals', { userId: 'ben', ...verified });
    expect(await stream.one('signal')).toEqual(verified);
  });

  it.each(['ben@signals.test', 'nobody@signals.test', '', 'ann@signals.test.evil.test'])("refuse anybody else another's address: %j", async (email) => {
    const stream = await cluster.stream('ann', { path: `/api/signals/stream?email=${email}` });
    expect(await stream.status()).toBe(403);
    expect(JSON.parse(stream.refusal)).toMatchObject({ code: 'forbidden' });
  });

  it('open with a ticket', async () => {
    const { ticket } = await (await cluster.as('ann')).expect<StreamTicket>('POST', '/api/stream/ticket');
    const stream = cluster.follow(`/api/signals/stream?email=ann@signals.test&ticket=${ticket}`, {}, 1);
    expect(await stream.status()).toBe(200);
    await barrier('ann', [stream]);
  });

  it('go nowhere when nobody listens', async () => {
    expect((await service.call('POST', '/api/signals', { email: 'nobody@nowhere.test', ...verified })).status).toBe(202);
  });

  it.each<[string, object]>([
    ['nobody named', verified],
    ['two named', { userId: 'ann', email: 'ann@signals.test', ...verified }],
    ['no topic', { userId: 'ann', data: 1 }],
    ['a topic with a comma', { userId: 'ann', topic: 'a,b', data: 1 }],
    ['no data', { userId: 'ann', topic: 't' }],
    ['more than 4 KiB', { userId: 'ann', topic: 't', data: 'x'.repeat(4_100) }],
    ['an operator', { userId: { $ne: null }, ...verified }],
    ['an unknown field', { userId: 'ann', ...verified, from: 'me' }],
  ])('are refused with %s', async (_, body) => {
    expect(await service.call('POST', '/api/signals', body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('are refused from people and from other services', async () => {
    const body = { userId: 'ben', ...verified };
    expect((await (await cluster.as('ann')).call('POST', '/api/signals', body)).status).toBe(403);
    const { key } = await (await cluster.admin()).expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'other', scopes: ['send'] });
    expect((await cluster.under(key).call('POST', '/api/signals', body)).status).toBe(403);
    expect((await (await cluster.admin()).call('POST', '/api/signals', body)).status).toBe(202);
  });
});
