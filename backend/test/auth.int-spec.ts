import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationChoices, DemoAccounts, Me, Problem, SessionAnswer } from '@eventide/contracts';
import type { Answer, TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const LIMIT = 3;

describe('signing in and staying so', () => {
  let cluster: TestCluster;
  let nobody: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'none', env: { LOGIN_FAILURES_PER_MINUTE: String(LIMIT) } });
    nobody = await cluster.as(null);
  });
  afterAll(() => cluster.stop());

  const login = (email = 'user1@eventide.test', password = 'eventide') =>
    nobody.call<SessionAnswer & Problem>('POST', '/api/auth/login', { email, password });
  const cookieOf = ({ headers }: Answer<unknown>) => headers.get('set-cookie')?.split(';')[0] ?? '';
  const refresh = (sid: string, cookie?: string, api = nobody) =>
    api.call<SessionAnswer & Problem>('POST', '/api/auth/refresh', { sid }, cookie === undefined ? {} : { cookie });
  const me = (accessToken: string, api = nobody) =>
    api.call<Me & Problem>('GET', '/api/me', undefined, { authorization: `Bearer ${accessToken}` });

  it('answers a sign-in with a token, the session and the person', async () => {
    const answer = await login('User1@Eventide.test');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      expiresIn: 900,
      sid: expect.any(String),
      user: { id: 'user1', name: 'Uma One', email: 'user1@eventide.test', roles: ['user'], department: 'Sales', grade: null, hiredAt: null },
    });
    expect((await me(answer.body.accessToken)).body).toEqual(answer.body.user);
  });

  it('keeps the cookie out of reach of scripts, other sites and other routes', async () => {
    const cookie = (await login()).headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/api/auth']) expect(cookie).toContain(attribute);
    const answer = await nobody.call<Problem>('GET', '/api/me', undefined, { cookie });
    expect(answer.status).toBe(401);
  });

  it('says the same of a wrong password and an unknown account', async () => {
    const [wrong, unknown] = [await login('admin@eventide.test', 'no'), await login('nobody@eventide.test', 'no')];
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual(unknown.body);
  });

  it.each([
    ['no password', { email: 'a@b.test' }],
    ['an empty password', { email: 'a@b.test', password: '' }],
    ['operators', { email: { $ne: null }, password: { $gt: '' } }],
    ['an unknown field', { email: 'a@b.test', password: 'b', userId: 'admin' }],
    ['a list', []],
  ])('refuses a sign-in with %s', async (_, body) => {
    const answer = await nobody.call<Problem>('POST', '/api/auth/login', body);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request', errors: expect.any(Array) });
  });

  it('limits failures per account, on all nodes together, and leaves others alone', async () => {
    const other = await cluster.as(null, { node: 1 });
    const fail = (api: TestApi) => api.call<Problem>('POST', '/api/auth/login', { email: 'manager@eventide.test', password: 'no' });
    for (let tries = 0; tries < LIMIT; tries++) expect((await fail(tries % 2 ? other : nobody)).status).toBe(401);
    const limited = await fail(other);
    expect(limited.body).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('manager@eventide.test')).status).toBe(429);
    expect((await login()).status).toBe(200);
  });

  it('does not count successes, nor tries made at once', async () => {
    const answers = await Promise.all(Array.from({ length: LIMIT + 2 }, () => login('user2@eventide.test')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it('does not let tries made at once slip past the limit', async () => {
    const answers = await Promise.all(Array.from({ length: LIMIT + 3 }, () => login('ghost@eventide.test', 'no')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(LIMIT);
  });

  it('rotates the cookie; the one just before gives the same successor, on any node', async () => {
    const first = await login();
    const { sid } = first.body;
    const [second, again] = [
      await refresh(sid, cookieOf(first)),
      await refresh(sid, cookieOf(first), await cluster.as(null, { node: 1 })),
    ];
    expect([second.status, again.status]).toEqual([200, 200]);
    expect(cookieOf(second)).not.toBe(cookieOf(first));
    expect(cookieOf(again)).toBe(cookieOf(second));
    expect(second.body).toMatchObject({ sid, user: { id: 'user1' } });
    expect((await me(second.body.accessToken)).status).toBe(200);
  });

  it('gives twenty tabs that refresh at once the same successor', async () => {
    const first = await login();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.body.sid, cookieOf(first))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
  });

  it('ends the session when an older cookie comes back', async () => {
    const first = await login();
    const { sid, accessToken } = first.body;
    const second = await refresh(sid, cookieOf(first));
    const third = await refresh(sid, cookieOf(second));
    expect((await refresh(sid, cookieOf(first))).body).toMatchObject({ status: 401, code: 'unauthorized' });
    expect((await refresh(sid, cookieOf(third))).body).toMatchObject({ code: 'unauthorized' });
    expect((await me(accessToken)).body).toMatchObject({ code: 'unauthorized' });
    expect((await me(third.body.accessToken)).status).toBe(401);
  });

  it('ends the session when the cookie just before comes too late', async () => {
    const first = await login();
    const second = await refresh(first.body.sid, cookieOf(first));
    await cluster.db.collection<{ _id: string }>('sessions').updateOne({ _id: first.body.sid }, { $set: { rotatedAt: new Date(Date.now() - 31_000) } });
    expect((await refresh(first.body.sid, cookieOf(first))).status).toBe(401);
    expect((await refresh(first.body.sid, cookieOf(second))).status).toBe(401);
  });

  it('tells a client that another session has taken its place', async () => {
    const [one, other] = [await login(), await login('user2@eventide.test')];
    const answer = await refresh(one.body.sid, cookieOf(other));
    expect(answer.body).toMatchObject({ status: 401, code: 'session_changed' });
    expect((await refresh(other.body.sid, cookieOf(other))).status).toBe(200);
  });

  it('refuses to refresh without a cookie, or with a made-up one', async () => {
    const { sid } = (await login()).body;
    for (const cookie of [undefined, 'eventide_refresh=x', `eventide_refresh=${sid}.1.AAAA`]) {
      expect((await refresh(sid, cookie)).body).toMatchObject({ status: 401, code: 'unauthorized' });
    }
  });

  it('refuses a refresh and a sign-in from pages of other origins', async () => {
    const session = await login();
    for (const origin of ['https://evil.test', 'null', 'http://app.test.evil.test']) {
      const headers = { cookie: cookieOf(session), origin };
      const answers = [
        await nobody.call<Problem>('POST', '/api/auth/refresh', { sid: session.body.sid }, headers),
        await nobody.call<Problem>('POST', '/api/auth/login', { email: 'user1@eventide.test', password: 'eventide' }, headers),
      ];
      for (const { body } of answers) expect(body).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });

  it('refuses the session’s tokens after a sign-out, on all nodes, and no other session', async () => {
    const [one, other] = [await login(), await login()];
    const authorization = `Bearer ${one.body.accessToken}`;
    const out = await nobody.call('POST', '/api/auth/logout', undefined, { authorization });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^eventide_refresh=;/);
    for (const node of [0, 1]) {
      const api = await cluster.as(null, { node });
      expect((await me(one.body.accessToken, api)).body).toMatchObject({ code: 'unauthorized' });
      expect((await me(other.body.accessToken, api)).status).toBe(200);
    }
    expect((await refresh(one.body.sid, cookieOf(one))).status).toBe(401);
  });

  it('forgets that a session was revoked when its tokens have surely ended, and never of a host’s session', async () => {
    const { sid, accessToken } = (await login()).body;
    const hosts = await cluster.as('host|8', { sid: 'hosts-own' });
    const authorization = `Bearer ${accessToken}`;
    expect((await nobody.call('POST', '/api/auth/logout', undefined, { authorization })).status).toBe(204);
    expect((await hosts.call('POST', '/api/auth/logout')).status).toBe(204);
    const records = cluster.db.collection<{ sid: string; expiresAt?: Date }>('revocations');
    const [ours, theirs] = [await records.findOne({ sid }), await records.findOne({ sid: 'hosts-own' })];
    expect(ours?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 900_000);
    expect(theirs).toEqual(expect.not.objectContaining({ expiresAt: expect.anything() }));
    expect((await records.indexes()).some(({ expireAfterSeconds }) => expireAfterSeconds === 0)).toBe(true);
  });

  it('shows who one is to somebody whom only the host application knows', async () => {
    const api = await cluster.as('host|7', { roles: ['clerk'], name: 'Hella', email: 'h@host.test' });
    expect(await api.expect('GET', '/api/me')).toEqual({
      id: 'host|7', name: 'Hella', email: 'h@host.test', roles: ['clerk'], department: null, grade: null, hiredAt: null,
    });
  });

  it('names the demo’s accounts to everybody', async () => {
    const { accounts, password } = await nobody.expect<DemoAccounts>('GET', '/api/demo');
    expect(accounts.map(({ email }) => email)).toEqual(['admin', 'manager', 'user1', 'user2'].map((id) => `${id}@eventide.test`));
    expect(password).toBe('eventide');
  });

  it('knows by name the departments that the demo’s people work in', async () => {
    const { departments } = await (await cluster.admin()).expect<OrganisationChoices>('GET', '/api/organisation');
    expect(departments).toEqual([{ code: 'Engineering', name: 'Engineering' }, { code: 'Sales', name: 'Sales' }]);
  });
});
