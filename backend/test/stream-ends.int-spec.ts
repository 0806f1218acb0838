import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Closing, SessionAnswer, SyncPage } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';
import type { TestStream } from './test-stream.js';

const ACCOUNT = { email: 'user1@eventide.test', password: 'eventide' };
/** Both kinds of stream: what a socket carries, and a feature's. */
const PATHS = ['/api/stream', '/api/signals/stream'];

describe('an event stream ends', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'proxied' });
  });
  afterAll(() => cluster.stop());

  async function begun(stream: TestStream): Promise<TestStream> {
    expect(await stream.status()).toBe(200);
    return stream;
  }

  async function signIn(): Promise<SessionAnswer> {
    return (await cluster.as(null)).expect<SessionAnswer>('POST', '/api/auth/login', ACCOUNT);
  }

  it('within 2 s of a logout, on all nodes, and of that session only', async () => {
    const [leaving, staying] = [await signIn(), await signIn()];
    const open = (session: SessionAnswer, node: number, path: string) =>
      begun(cluster.follow(path, { authorization: `Bearer ${session.accessToken}` }, node));
    const gone = await Promise.all(PATHS.flatMap((path) => [0, 1].map((node) => open(leaving, node, path))));
    const others = await Promise.all(PATHS.map((path) => open(staying, 1, path)));
    await cluster.under(leaving.accessToken).expect('POST', '/api/auth/logout');
    for (const stream of gone) {
      expect(await stream.one<Closing>('closing', 2_000)).toEqual({ code: 'revoked', reconnect: false });
      await stream.end();
    }
    const back = cluster.follow('/api/stream', { authorization: `Bearer ${leaving.accessToken}` });
    expect(await back.status()).toBe(401);
    await cluster.barrier('user1', [others[0]!]);
    expect(others.map(({ ended }) => ended)).toEqual([false, false]);
  });

  it('within 10 s of a revocation while Redis is away', async () => {
    const streams = await Promise.all(PATHS.map(async (path) => begun(await cluster.stream('rita', { node: 1, path }))));
    cluster.redis.cut();
    try {
      await (await cluster.admin(0)).expect('POST', '/api/users/rita/revoke', {});
      for (const stream of streams) expect(await stream.one<Closing>('closing', 10_000)).toMatchObject({ code: 'revoked' });
    } finally {
      cluster.redis.mend();
    }
  });

  it('with its token, after a warning, and a ticket lives no longer than the token that it stands for', async () => {
    const ttl = 2;
    const { ticket } = await (await cluster.as('tom', { ttl })).expect<{ ticket: string }>('POST', '/api/stream/ticket');
    const late = await (await cluster.as('tom', { ttl: -2 })).expect<{ ticket: string }>('POST', '/api/stream/ticket');
    const streams = [
      ...(await Promise.all(PATHS.map((path) => cluster.stream('tom', { ttl, path })))),
      cluster.follow(`/api/stream?ticket=${ticket}`, {}, 1),
      // Its token has expired already, but may still open something.
      await cluster.stream('tom', { ttl: -1 }),
    ];
    for (const stream of streams) {
      const { expiresInMs } = await stream.one<{ expiresInMs: number }>('tokenExpiring');
      expect(expiresInMs).toBeLessThanOrEqual(1_000);
      expect(await stream.one<Closing>('closing')).toEqual({ code: 'token_expired', reconnect: true });
      await stream.end();
      expect(stream.all('tokenExpiring')).toHaveLength(1);
    }
    expect(await cluster.follow(`/api/stream?ticket=${late.ticket}`).status()).toBe(401);
  });

  it('without a gap: the next one under a fresh token is there before the first is dropped', async () => {
    const first = await cluster.stream('flo', { ttl: 4 });
    await first.one('tokenExpiring');
    const next = await cluster.stream('flo', { node: 1, headers: { 'Last-Event-ID': first.received[0]?.id ?? '' } });
    expect(await next.one<SyncPage>('sync')).toMatchObject({ mode: 'delta' });
    expect(first.ended).toBe(false);
    first.close();
    await cluster.barrier('flo', [next]);
  });

  it('for a person who is erased', async () => {
    const stream = await begun(await cluster.stream('gone', { node: 1, path: '/api/signals/stream' }));
    await (await cluster.admin()).notify('gone');
    await (await cluster.admin()).expect('DELETE', '/api/users/gone');
    expect(await stream.one<Closing>('closing', 2_000)).toMatchObject({ code: 'revoked' });
  });
});
