import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@eventide/contracts';
import { SignJWT } from 'jose';
import { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token with another header or payload, and the signature that it had. */
function forged(token: string, { header, claims }: { header?: object; claims?: object }): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  return [header ? json(header) : head, claims ? json({ ...payload, ...claims }) : body, signature].join('.');
}

function signedBy(secret: string): Promise<string> {
  const claims = { sub: 'ann', roles: ['admin'], iss: 'eventide', aud: 'eventide' };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').sign(new TextEncoder().encode(secret));
}

describe('a bad token', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  it.each<[string, (good: string) => string | Promise<string>]>([
    ['garbage', () => 'x.y.z'],
    ['no signature', (good) => good.replace(/[^.]*$/, '')],
    ['half a signature', (good) => good.slice(0, -20)],
    ['algorithm none', (good) => forged(good, { header: { alg: 'none' } }).replace(/[^.]*$/, '')],
    ['algorithm None', (good) => forged(good, { header: { alg: 'None' } })],
    ['another algorithm named', (good) => forged(good, { header: { alg: 'HS512' } })],
    ['a public algorithm named', (good) => forged(good, { header: { alg: 'RS256', kid: 'one' } })],
    ['a key brought along', (good) => forged(good, { header: { alg: 'HS256', jwk: { kty: 'oct', k: 'c2VjcmV0' } } })],
    ['a role added', (good) => forged(good, { claims: { roles: ['admin'] } })],
    ['another person', (good) => forged(good, { claims: { sub: 'admin' } })],
    ['another secret', () => signedBy('another secret of thirty-two bytes')],
    ['an empty secret', () => signedBy('\0')],
    ['another issuer', () => cluster.token('ann', { iss: 'evil' })],
    ['another audience', () => cluster.token('ann', { aud: 'evil' })],
    ['no end', () => cluster.token('ann', { exp: undefined })],
    ['a beginning in the future', () => cluster.token('ann', { nbf: Math.floor(Date.now() / 1_000) + 600 })],
    ['a subject that can’t be', () => cluster.token('#all')],
    ['an operator for a subject', () => cluster.token('ann', { sub: { $ne: null } as never })],
  ])('of %s is refused over HTTP, socket and stream, with the same text', async (_, make) => {
    const token = await make(await cluster.token('ann'));
    const overHttp = await new TestApi(cluster.node(0).url, token).call<Problem>('GET', '/api/me');
    expect(overHttp.body).toMatchObject({ status: 401, code: 'unauthorized', detail: 'The credentials are missing or not valid.' });
    const device = cluster.connect(0, { auth: { token } });
    expect(await device.refused()).toEqual({ code: 'unauthorized' });
    expect(device.received).toEqual([]);
    const stream = cluster.follow('/api/stream', { authorization: `Bearer ${token}` });
    expect(await stream.status()).toBe(401);
    expect(JSON.parse(stream.refusal)).toEqual(overHttp.body);
  });

  it('that was good is told from one that never was', async () => {
    const token = await cluster.token('ann', { ttl: -60 });
    const overHttp = await new TestApi(cluster.node(0).url, token).call<Problem>('GET', '/api/me');
    expect(overHttp.body).toMatchObject({ status: 401, code: 'token_expired' });
    expect(await cluster.connect(0, { auth: { token } }).refused()).toEqual({ code: 'token_expired' });
  });
});
