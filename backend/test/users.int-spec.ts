import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKey, ApiKeyCreated, ApiKeyScope, Person, Problem, User } from '@eventide/contracts';
import { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

describe('people and keys, as administrators and services keep them', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());

  async function service(...scopes: ApiKeyScope[]): Promise<TestApi> {
    const { key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'test', scopes });
    return new TestApi(cluster.node(0).url, key);
  }

  it.each<[string, string, unknown]>([
    ['PUT', '/api/users/x', { name: 'X' }],
    ['GET', '/api/users/user1', undefined],
    ['DELETE', '/api/users/x', undefined],
    ['POST', '/api/users/x/revoke', {}],
    ['POST', '/api/api-keys', { name: 'k', scopes: ['send'] }],
    ['GET', '/api/api-keys', undefined],
    ['DELETE', '/api/api-keys/x', undefined],
  ])('keeps %s %s to administrators and the right keys', async (method, path, body) => {
    const callers = [await cluster.as('ann', { roles: ['user', 'manager', 'publisher'] }), await service('send', 'announce', 'signal')];
    for (const caller of callers) {
      expect((await caller.call<Problem>(method, path, body)).body).toMatchObject({ status: 403, code: 'forbidden' });
    }
    expect((await (await cluster.as(null)).call<Problem>(method, path, body)).body).toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it('registers a person and replaces given fields', async () => {
    const users = await service('users');
    const all = { name: 'Bea', email: 'bea@x.test', roles: ['user', 'clerk'], department: 'Sales', locale: 'de', timezone: 'Europe/Berlin' };
    expect(await users.expect<User>('PUT', '/api/users/bea', all)).toEqual({ id: 'bea', ...all, grade: null, hiredAt: null });
    expect(await users.expect<User>('PUT', '/api/users/bea', { name: 'Bea B' })).toMatchObject({ name: 'Bea B', department: 'Sales' });
    expect(await admin.expect<User>('GET', '/api/users/bea')).toMatchObject({ name: 'Bea B', email: 'bea@x.test' });
  });

  it('refuses an e-mail address twice', async () => {
    await admin.expect('PUT', '/api/users/first', { name: 'First', email: 'twice@x.test' });
    const answer = await admin.call<Problem>('PUT', '/api/users/second', { name: 'Second', email: 'Twice@x.test' });
    expect(answer.body).toMatchObject({ status: 409, code: 'conflict' });
  });

  it.each([
    ['no name', {}],
    ['an empty name', { name: ' ' }],
    ['an address that is none', { name: 'X', email: 'x' }],
    ['roles that are no list', { name: 'X', roles: 'admin' }],
    ['an operator', { name: { $gt: '' } }],
    ['internal fields', { name: 'X', passwordHash: 'x', _id: 'admin' }],
  ])('refuses a person with %s', async (_, body) => {
    expect((await admin.call<Problem>('PUT', '/api/users/x', body)).body).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('finds nobody unknown, nor under an id that can’t be', async () => {
    for (const id of ['unknown', 'a%20b', '%24ne', 'x'.repeat(129)]) {
      for (const [method, body] of [['GET', undefined], ['DELETE', undefined]] as const) {
        expect((await admin.call<Problem>(method, `/api/users/${id}`, body)).body).toMatchObject({ status: 404, code: 'not_found' });
      }
    }
    expect((await admin.call('PUT', '/api/users/a%20b', { name: 'X' })).status).toBe(404);
    expect((await admin.call('POST', '/api/users/a%20b/revoke', {})).status).toBe(404);
  });

  it('shows no internal field', async () => {
    const user = await admin.expect<User>('GET', '/api/users/user1');
    expect(Object.keys(user).sort()).toEqual(['department', 'email', 'grade', 'hiredAt', 'id', 'locale', 'name', 'roles', 'timezone']);
  });

  it('forgets a person, whose tokens are refused from then on', async () => {
    await admin.expect('PUT', '/api/users/gone', { name: 'Gone' });
    const gone = await cluster.as('gone');
    expect((await gone.call('GET', '/api/me')).status).toBe(200);
    expect((await admin.call('DELETE', '/api/users/gone')).status).toBe(204);
    expect((await gone.call('GET', '/api/me')).status).toBe(401);
    expect((await admin.call('GET', '/api/users/gone')).status).toBe(404);
    expect((await admin.call('DELETE', '/api/users/gone')).status).toBe(404);
  });

  it('lets every person find people by name, at most 20, and ignores parameters it does not know', async () => {
    for (let index = 0; index < 22; index++) await admin.expect('PUT', `/api/users/zz${index}`, { name: `Zed ${index}` });
    const ann = await cluster.as('ann');
    const { items } = await ann.expect<{ items: Person[] }>('GET', '/api/people?q=zed&$where=1&limit=900');
    expect(items).toHaveLength(20);
    expect(items[0]).toEqual({ id: 'zz0', name: 'Zed 0' });
    expect((await ann.call('GET', '/api/people?q[$ne]=x')).status).toBe(200);
    expect((await ann.call('GET', '/api/people?q=a&q=b')).status).toBe(400);
  });

  it('revokes all tokens of a person up to now, and no later ones', async () => {
    const revoke = await service('revoke');
    const now = Math.floor(Date.now() / 1_000);
    const [old, undated, later] = [
      await cluster.as('rita'),
      await cluster.as('rita', { iat: undefined }),
      await cluster.as('rita', { iat: now + 30 }),
    ];
    expect((await revoke.call('POST', '/api/users/rita/revoke')).status).toBe(204);
    const statuses = await Promise.all([old, undated, later].map(async (api) => (await api.call('GET', '/api/me')).status));
    expect(statuses).toEqual([401, 401, 200]);
    expect((await (await cluster.as('other')).call('GET', '/api/me')).status).toBe(200);
  });

  const signIn = async () => {
    const body = { email: 'user2@eventide.test', password: 'eventide' };
    const { accessToken } = await (await cluster.as(null)).expect<{ accessToken: string }>('POST', '/api/auth/login', body);
    return new TestApi(cluster.node(0).url, accessToken);
  };

  it('lets a person sign in again in the very second of a revocation', async () => {
    await admin.expect('POST', '/api/users/user2/revoke', {});
    expect((await (await signIn()).call('GET', '/api/me')).status).toBe(200);
  });

  it('revokes a session’s token also when it says a later second', async () => {
    // Whoever signs in after a revocation gets a token of the second after it, be it still to come.
    const aMinuteAhead = Math.floor(Date.now() / 1_000) + 60;
    const revocations = cluster.db.collection<{ _id: string }>('revocations');
    await revocations.updateOne({ _id: 'user2' }, { $set: { userId: 'user2', at: new Date(), issuedUpTo: aMinuteAhead } }, { upsert: true });
    const api = await signIn();
    expect((await api.call('GET', '/api/me')).status).toBe(200);
    await admin.expect('POST', '/api/users/user2/revoke', {});
    expect((await api.call('GET', '/api/me')).status).toBe(401);
  });

  it('revokes one session of a person alone', async () => {
    const [one, two] = [await cluster.as('sam', { sid: 'one' }), await cluster.as('sam', { sid: 'two' })];
    const namesake = await cluster.as('samuel', { sid: 'one' });
    expect((await admin.call('POST', '/api/users/sam/revoke', { sid: 'one' })).status).toBe(204);
    const statuses = await Promise.all([one, two, namesake].map(async (api) => (await api.call('GET', '/api/me')).status));
    expect(statuses).toEqual([401, 200, 200]);
  });

  it('shows a key once, and lists keys without it', async () => {
    const { id, key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'shop', scopes: ['send', 'announce'] });
    expect(key).toMatch(/^ek_[\w-]{43}$/);
    const list = await admin.expect<{ items: ApiKey[] }>('GET', '/api/api-keys');
    expect(list.items).toContainEqual({ id, name: 'shop', scopes: ['send', 'announce'], createdAt: expect.any(String) });
    expect(JSON.stringify(list)).not.toContain(key.slice(3));
    const stored = await cluster.db.collection<{ _id: string }>('api_keys').findOne({ _id: id });
    expect(JSON.stringify(stored)).not.toContain(key.slice(3));
  });

  it('creates one key for one Idempotency-Key, and gives the same answer again', async () => {
    const create = (name: string) =>
      admin.call<ApiKeyCreated & Problem>('POST', '/api/api-keys', { name, scopes: ['send'] }, { 'idempotency-key': 'make one' });
    const answers = await Promise.all([create('once'), create('once'), create('once')]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.key)).size).toBe(1);
    expect((await create('twice')).body).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    const { items } = await admin.expect<{ items: ApiKey[] }>('GET', '/api/api-keys');
    expect(items.filter(({ name }) => name === 'once')).toHaveLength(1);
  });

  it.each(['', 'é', 'x'.repeat(129)])('refuses the Idempotency-Key "%s"', async (key) => {
    const body = { name: 'x', scopes: ['send'] };
    const headers = { 'idempotency-key': encodeURI(key) === key ? key : 'caf\u00e9' };
    expect((await admin.call<Problem>('POST', '/api/api-keys', body, headers)).body).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('refuses a key that was withdrawn, or never given out', async () => {
    const { id, key } = await admin.expect<ApiKeyCreated>('POST', '/api/api-keys', { name: 'short', scopes: ['users'] });
    const short = new TestApi(cluster.node(0).url, key);
    expect((await short.call('GET', '/api/users/user1')).status).toBe(200);
    expect((await admin.call('DELETE', `/api/api-keys/${id}`)).status).toBe(204);
    expect((await admin.call('DELETE', `/api/api-keys/${id}`)).status).toBe(404);
    for (const bad of [key, 'ek_', `${key}x`]) {
      expect((await new TestApi(cluster.node(0).url, bad).call('GET', '/api/users/user1')).status).toBe(401);
    }
  });

  it('keeps routes for people from services', async () => {
    const key = await service('send', 'announce', 'signal', 'users', 'revoke');
    for (const path of ['/api/me', '/api/people', '/api/notifications', '/api/sync', '/api/tasks']) {
      expect((await key.call<Problem>('GET', path)).body).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });
});
