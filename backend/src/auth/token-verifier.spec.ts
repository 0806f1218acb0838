import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { base64url, exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import type { Revocations } from './revocations.store.js';
import { TokenVerifier } from './token-verifier.js';

const SECRET = 'a secret of thirty-two bytes or so';
const NOBODY_REVOKED = { assertActive: async () => undefined } as unknown as Revocations;
const encode = (text: string) => new TextEncoder().encode(text);
const now = () => Math.floor(Date.now() / 1000);
const json = (value: object) => base64url.encode(JSON.stringify(value));

const ours = (): JWTPayload => ({ sub: 'ann', iss: 'eventide', aud: 'eventide', iat: now(), exp: now() + 60, roles: ['user'] });
const theirs = (): JWTPayload => ({ ...ours(), iss: 'https://id.test/', aud: 'shop', realm: { access: ['admin'] } });

function sign(payload: JWTPayload, key: CryptoKey | Uint8Array = encode(SECRET), header: { alg?: string; kid?: string } = {}) {
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', ...header }).sign(key);
}

const without = (name: string) => ({ ...ours(), [name]: undefined });

describe(TokenVerifier.name, () => {
  let verifier: TokenVerifier;
  let server: Server;
  let provider: CryptoKey;
  let publicPem: string;
  let other: CryptoKey;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256', { extractable: true });
    provider = pair.privateKey;
    publicPem = await exportSPKI(pair.publicKey);
    other = (await generateKeyPair('RS256')).privateKey;
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }] });
    server = createServer((_request, response) => response.setHeader('Content-Type', 'application/json').end(keys));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    verifier = verifierFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  function verifierFor(jwksUrl: string, aheadMs = 0): TokenVerifier {
    const clock = { now: () => Date.now() + aheadMs } as Clock;
    const settings = { JWKS_URL: jwksUrl, JWKS_ISSUER: 'https://id.test/', JWKS_AUDIENCE: 'shop', JWT_ROLES_CLAIM: 'realm.access' };
    return new TokenVerifier(Env.from({ MONGODB_URI: 'mongodb://none', JWT_SECRET: SECRET, ...settings }), NOBODY_REVOKED, clock);
  }

  it('accepts a token signed with the secret, by whoever made it', async () => {
    const principal = await verifier.verify(await sign({ ...ours(), sid: 's', name: 'Ann', email: 'ann@x.test' }));
    expect(principal).toMatchObject({ kind: 'user', userId: 'ann', sid: 's', roles: ['user'], name: 'Ann', email: 'ann@x.test' });
  });

  it('cuts a name that is longer than a name may be', async () => {
    const name = `${'x'.repeat(199)}😀`;
    expect(await verifier.verify(await sign({ ...ours(), name }))).toMatchObject({ name: `${'x'.repeat(199)}\ufffd` });
  });

  it('calls somebody without a name by the id', async () => {
    expect(await verifier.verify(await sign({ ...ours(), roles: undefined }))).toMatchObject({ name: 'ann', roles: [] });
  });

  it('accepts a token of the identity provider, with roles from its claim', async () => {
    const token = await sign(theirs(), provider, { alg: 'RS256', kid: 'one' });
    expect(await verifier.verify(token)).toMatchObject({ userId: 'ann', roles: ['admin'] });
  });

  it('bears clocks that are 4 seconds apart', async () => {
    await expect(verifier.verify(await sign({ ...ours(), exp: now() - 3 }))).resolves.toBeDefined();
    await expect(verifier.verify(await sign({ ...ours(), nbf: now() + 3 }))).resolves.toBeDefined();
  });

  it('judges by the time on which all nodes agree', async () => {
    const later = verifierFor('http://127.0.0.1/none', 60_000);
    const [short, long] = [await sign({ ...ours(), exp: now() + 30 }), await sign({ ...ours(), exp: now() + 90 })];
    await expect(later.verify(short)).rejects.toMatchObject({ code: 'token_expired' });
    await expect(later.verify(long)).resolves.toBeDefined();
  });

  it('says that a token has expired', async () => {
    await expect(verifier.verify(await sign({ ...ours(), exp: now() - 10 }))).rejects.toMatchObject({ code: 'token_expired' });
  });

  it.each<[string, () => Promise<string>]>([
    ['nothing', async () => ''],
    ['garbage', async () => 'x.y.z'],
    ['no signature', async () => `${json({ alg: 'none' })}.${json(ours())}.`],
    ['algorithm none with a signature', async () => `${json({ alg: 'none' })}${(await sign(ours())).replace(/^[^.]*/, '')}`],
    ['another secret', () => sign(ours(), encode('another secret of thirty-two bytes'))],
    ['an edited payload', async () => (await sign(ours())).replace(/\.[^.]*\./, `.${json({ ...ours(), roles: ['admin'] })}.`)],
    ['a stronger algorithm with the secret', () => sign(ours(), encode(SECRET.repeat(2)), { alg: 'HS512' })],
    ['another issuer', () => sign({ ...ours(), iss: 'evil' })],
    ['another audience', () => sign({ ...ours(), aud: 'evil' })],
    ['no issuer', () => sign(without('iss'))],
    ['no audience', () => sign(without('aud'))],
    ['no end', () => sign(without('exp'))],
    ['no subject', () => sign(without('sub'))],
    ['a subject that can’t be', () => sign({ ...ours(), sub: 'a b' })],
    ['a subject that is too long', () => sign({ ...ours(), sub: 'x'.repeat(129) })],
    ['a beginning in the future', () => sign({ ...ours(), nbf: now() + 60 })],
    ['an end that is no number', () => sign({ ...ours(), exp: 'never' as never })],
    ['an expired token of another secret', () => sign({ ...ours(), exp: 1 }, encode('another secret of thirty-two bytes'))],
    ['the provider’s public key as a secret', () => sign(theirs(), encode(publicPem))],
    ['a key the provider does not know', () => sign(theirs(), provider, { alg: 'RS256', kid: 'two' })],
    ['another key under the provider’s name', () => sign(theirs(), other, { alg: 'RS256', kid: 'one' })],
    ['the provider’s issuer, signed with our secret', () => sign(theirs())],
    ['our issuer, signed by the provider', () => sign(ours(), provider, { alg: 'RS256', kid: 'one' })],
    ['an algorithm the provider may not use', () => sign(theirs(), provider, { alg: 'RS256', kid: 'one' }).then((t) => t.replace(/^[^.]*/, json({ alg: 'PS256', kid: 'one' })))],
  ])('refuses %s, with the same text', async (_, make) => {
    const refusal = await verifier.verify(await make()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: 'unauthorized', message: 'The credentials are missing or not valid.' });
  });

  it('is unavailable, not refusing, while the provider’s keys can’t be fetched', async () => {
    const token = await sign(theirs(), provider, { alg: 'RS256', kid: 'one' });
    await expect(verifierFor('http://127.0.0.1:1/jwks').verify(token)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
