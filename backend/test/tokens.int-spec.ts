import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionAnswer } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

const ON_ALL_NODES_MS = 2_000;
const WITHOUT_REDIS_MS = 10_000;

describe('tokens of live connections', () => {
  let cluster: TestCluster;
  /** Its token is for 5 s; what becomes of it is looked at when the clock's token has ended as well, 20 s from here. */
  let late: TestDevice;
  let clock: TestDevice;

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'proxied' });
    late = await cluster.connect(1, { auth: { token: await cluster.token('late', { ttl: 5 }) } }).synced();
    // Good for 5 s more than it says.
    clock = await cluster.connect(0, { auth: { token: await cluster.token('clock', { ttl: 15 }) } }).synced();
  });
  afterAll(() => cluster.stop());

  async function login(node = 0): Promise<SessionAnswer> {
    const api = await cluster.as(null, { node });
    return api.expect('POST', '/api/auth/login', { email: 'user1@eventide.test', password: 'eventide' });
  }

  it('warns at half life, and closes when the token ends', async () => {
    const token = await cluster.token('short', { ttl: 4 });
    const device = await cluster.connect(1, { auth: { token } }).synced();
    const { expiresInMs } = await device.one('tokenExpiring');
    expect(expiresInMs).toBeLessThanOrEqual(2_000);
    expect(await device.one('closing')).toEqual({ code: 'token_expired', reconnect: true });
    expect(await device.end()).toBe('transport close');
  });

  it('is kept to the end of the leeway in which the token could still open it', async () => {
    const expiredAt = Math.floor(Date.now() / 1_000) - 1;
    const device = await cluster.connect(0, { auth: { token: await cluster.token('just', { exp: expiredAt }) } }).synced();
    expect(await device.one('tokenExpiring')).toEqual({ expiresInMs: 0 });
    await device.one('closing');
    const closed = device.received.find(({ event }) => event === 'closing');
    expect(closed?.at).toBeGreaterThanOrEqual((expiredAt + 5) * 1_000);
  });

  it('stays open under a newer token, and its roles follow', async () => {
    const token = await cluster.token('long', { ttl: 0 });
    const device = await cluster.connect(0, { auth: { token } }).synced();
    const answer = await device.ask('refreshToken', { token: await cluster.token('long', { ttl: 900 }) });
    expect(answer).toMatchObject({ ok: true, data: { expiresInMs: expect.any(Number) } });
    const other = await cluster.connect(0, { auth: { token: await cluster.token('clock', { ttl: 0 }) } }).synced();
    await other.end();
    await cluster.barrier('long', [device]);
    expect(device.all('closing')).toEqual([]);
  });

  it('changes nothing for a token of another person, a bad or an expired one', async () => {
    const device = await cluster.device('firm');
    const tokens = [await cluster.token('other'), 'garbage', await cluster.token('firm', { ttl: -60 })];
    const answers = [];
    for (const token of tokens) answers.push(await device.ask('refreshToken', { token }));
    expect(answers.map((answer) => !answer.ok && answer.error.code)).toEqual(['forbidden', 'unauthorized', 'token_expired']);
    await cluster.barrier('firm', [device]);
    expect(device.ended).toBeUndefined();
  });

  it("closes a session's devices on all nodes within 2 s of its logout, and no others", async () => {
    const [gone, stays] = [await login(), await login()];
    const closing = [0, 1].map((node) => cluster.connect(node, { auth: { token: gone.accessToken } }));
    const staying = await cluster.connect(1, { auth: { token: stays.accessToken } }).synced();
    for (const device of closing) await device.synced();
    const api = await cluster.as(null);
    await api.expect('POST', '/api/auth/logout', undefined, { authorization: `Bearer ${gone.accessToken}` });
    for (const device of closing) {
      expect(await device.one('closing', ON_ALL_NODES_MS)).toEqual({ code: 'revoked', reconnect: false });
      expect(await device.end()).toBe('io server disconnect');
    }
    expect(await cluster.connect(1, { auth: { token: gone.accessToken } }).refused()).toEqual({ code: 'unauthorized' });
    await cluster.barrier('user1', [staying]);
    expect(staying.ended).toBeUndefined();
  });

  it('hears nothing 20 s after it came with a token for 5 s', async () => {
    await clock.end(60_000);
    await (await cluster.admin()).notify('late');
    await cluster.barrier('late', [await cluster.device('late', 1)]);
    expect(late.received.map(({ event }) => event)).toEqual(['sync', 'tokenExpiring', 'closing']);
    expect(late.received.at(-1)?.payload).toEqual({ code: 'token_expired', reconnect: true });
    expect(late.ended).toBeDefined();
  });

  it('closes what an administrator revoked, within 10 s while Redis is away', async () => {
    const device = await cluster.device('fired', 1);
    cluster.redis.cut();
    await (await cluster.admin(0)).expect('POST', '/api/users/fired/revoke', {});
    expect(await device.one('closing', WITHOUT_REDIS_MS)).toEqual({ code: 'revoked', reconnect: false });
    cluster.redis.mend();
  });
});
