import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@eventide/contracts';
import { ROUTES } from '../src/openapi/routes.js';
import type { TestApi } from './test-api.js';
import { ORIGIN, TestCluster } from './test-cluster.js';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { security: object[]; responses: Record<string, unknown>; parameters?: { name: string }[] }>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

describe('the HTTP edge', () => {
  let cluster: TestCluster;
  let url: string;
  let nobody: TestApi;
  let ann: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { LOG_LEVEL: 'trace' } });
    url = cluster.node(0).url;
    nobody = await cluster.as(null);
    ann = await cluster.as('ann');
  });
  afterAll(() => cluster.stop());

  const postText = (text: string, type = 'application/json') =>
    fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': type }, body: text });

  it.each<[string, () => Promise<Response>, number, string]>([
    ['a route that is not there', () => fetch(`${url}/api/nothing`), 404, 'not_found'],
    ['a method that is not there', () => fetch(`${url}/api/me`, { method: 'PUT' }), 404, 'not_found'],
    ['a file that is not there', () => fetch(`${url}/nothing.js`, { headers: { accept: 'text/javascript' } }), 404, 'not_found'],
    ['an address that can’t be read', () => fetch(`${url}/api/%zz`), 404, 'not_found'],
    ['an id that can’t be decoded', () => fetch(`${url}/api/users/%ff`), 404, 'not_found'],
    ['broken JSON', () => postText('{"email": "canary'), 400, 'invalid_request'],
    ['JSON that is no object', () => postText('"canary"'), 400, 'invalid_request'],
    ['no JSON at all', () => postText('email=canary', 'application/x-www-form-urlencoded'), 400, 'invalid_request'],
    ['an unknown encoding', () => fetch(`${url}/api/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'canary' }, body: '{}' }), 400, 'invalid_request'],
    ['__proto__', () => postText('{"email":"a","password":"b","__proto__":{"admin":true}}'), 400, 'invalid_request'],
    ['a body of 256 KiB and one byte', () => postText(JSON.stringify({ email: 'x'.repeat(256 * 1024 - 11) })), 413, 'too_large'],
    ['no token', () => fetch(`${url}/api/me`), 401, 'unauthorized'],
  ])('answers %s with a problem that repeats nothing', async (_, ask, status, code) => {
    const response = await ask();
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, expect.stringMatching(/^application\/problem\+json/)]);
    expect(JSON.parse(text)).toMatchObject({ type: expect.any(String), title: expect.any(String), detail: expect.any(String), status, code });
    if (status === 400) expect(JSON.parse(text)).toHaveProperty('errors.0.problem');
    expect(text).not.toMatch(/canary|node_modules|\.[jt]s:\d/);
  });

  it('reads a body of exactly 256 KiB', async () => {
    const response = await postText(JSON.stringify({ email: 'x'.repeat(256 * 1024 - 12) }));
    expect(response.status).toBe(400);
  });

  it('lets its own pages call, says so to browsers, and refuses others whatever they ask', async () => {
    const preflight = await fetch(`${url}/api/me`, { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'GET' } });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    for (const origin of ['https://evil.test', 'null', `${ORIGIN}.evil.test`, ORIGIN.toUpperCase()]) {
      const answer = await ann.call<Problem>('GET', '/api/me', undefined, { origin });
      expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await ann.call('GET', '/api/me', undefined, { origin: ORIGIN })).status).toBe(200);
  });

  it('sends headers that make browsers careful, without inline scripts', async () => {
    const { headers } = await nobody.call('GET', '/health/live');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('takes a token from the header alone', async () => {
    const token = await cluster.token('ann');
    for (const query of ['token', 'access_token', 'authorization']) {
      expect((await nobody.call('GET', `/api/me?${query}=${token}`)).status).toBe(401);
    }
  });

  it('logs no token, query or body, and names each request', async () => {
    const token = await cluster.token('ann', { canary: 'in-the-token' });
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'my-request-1' };
    const answer = await nobody.call('GET', '/api/people?q=canary-query', undefined, headers);
    expect(answer.headers.get('x-request-id')).toBe('my-request-1');
    await nobody.call('POST', '/api/auth/login', { email: 'canary@body.test', password: 'canary-password' });
    const odd = await nobody.call('GET', '/health/live', undefined, { 'x-request-id': 'a b"c' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    const log = cluster.node(0).log.join('\n');
    expect(log).toContain('"requestId":"my-request-1"');
    expect(log).not.toContain(token);
    expect(log).not.toContain('canary');
  });

  it('closes connections whose request never comes', async () => {
    const { hostname, port } = new URL(url);
    const closes = async (start: string) => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(start);
      socket.resume();
      await once(socket, 'close', { signal: AbortSignal.timeout(30_000) });
    };
    await Promise.all(['', 'GET /health/live HTTP/1.1\r\nHost: a\r\nX-Slow: '].map(closes));
  });

  it('is alive and ready', async () => {
    expect(await nobody.expect('GET', '/health/live')).toEqual({ status: 'ok' });
    expect(await nobody.expect('GET', '/health/ready')).toEqual({ status: 'ok' });
  });

  it('shows metrics to administrators and services only', async () => {
    const metrics = async (token?: string) => {
      const response = await fetch(`${url}/metrics`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
      return { status: response.status, text: await response.text() };
    };
    expect((await metrics()).status).toBe(401);
    expect((await metrics(await cluster.token('ann'))).status).toBe(403);
    const shown = await metrics(await cluster.token('admin', { roles: ['admin'] }));
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('# TYPE process_cpu_seconds_total counter');
    const { key } = await (await cluster.admin()).expect<{ key: string }>('POST', '/api/api-keys', { name: 'scraper', scopes: ['signal'] });
    expect((await metrics(key)).status).toBe(200);
  });

  it('describes every route, who may call it and how it can end', async () => {
    const document = await nobody.expect<Document>('GET', '/api/docs-json');
    expect(document.openapi).toMatch(/^3\.1\./);
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
    );
    expect(operations.map(([route]) => route).sort()).toEqual(Object.keys(ROUTES).sort());
    for (const [route, { security, responses, parameters }] of operations) {
      expect([route, security]).toEqual([route, expect.any(Array)]);
      expect([route, Object.keys(responses)]).toEqual([route, expect.arrayContaining(['403', '404', '429', '503'])]);
      if (/\/(cancel|retry|withdraw)$/.test(route)) expect([route, Object.keys(responses)]).toEqual([route, expect.arrayContaining(['409'])]);
      const takesKey = parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false;
      expect([route, takesKey]).toEqual([route, ROUTES[route]?.creates ?? false]);
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
    const schemas = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(schemas).toEqual(expect.arrayContaining(references));
  });

  it('shows the documentation as a page without inline scripts', async () => {
    const page = await (await fetch(`${url}/api/docs`)).text();
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
    expect(parts).toHaveLength(3);
    expect(page).not.toMatch(/<script(?![^>]*src)|style=|<style/);
    for (const part of parts) expect((await fetch(new URL(part ?? '', `${url}/api/docs`))).status).toBe(200);
  });

  it.each(['index.html', 'oauth2-redirect.html', 'package.json'])('serves nothing else of what the documentation is made with: %s', async (name) => {
    expect((await fetch(`${url}/api/docs/assets/${name}`)).status).toBe(404);
  });
});
