import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { Env } from './env.js';
import { securityHeaders } from './security-headers.js';
import { webApp } from './web-app.js';

const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe(webApp.name, () => {
  let folder: string;
  let server: Server;
  const get = (path: string, headers: Record<string, string> = PAGE) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'eventide-web-'));
    mkdirSync(join(folder, 'media'));
    writeFileSync(join(folder, 'index.html'), '<body><app-root></app-root></body>');
    writeFileSync(join(folder, 'main-CiD0Ke_n.js'), 'main');
    writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
    const env = Env.from({ MONGODB_URI: 'mongodb://none', JWT_SECRET: 'a secret of thirty-two bytes or so' });
    const app = express().use(...securityHeaders(env), webApp(folder));
    await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
    return new Promise((resolve) => server.close(resolve));
  });

  it.each(['/\\evil.test/%2e%2e', '//evil.test/%2e%2e', '/media'])('redirects nowhere: %s', async (path) => {
    const asking = request({ port: (server.address() as AddressInfo).port, path, headers: PAGE }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    expect([answer.statusCode, answer.headers.location]).toEqual([200, undefined]);
  });

  it.each(['/', '/index.html', '/tasks', '/admin/announcements?x=1', '/apiary'])('answers %s with the page, always fresh', async (path) => {
    const response = await get(path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(await response.text()).toContain('<app-root');
  });

  it('lets the styles of this very answer in, and no others', async () => {
    const nonces = await Promise.all(
      ['/', '/index.html'].map(async (path) => {
        const response = await get(path);
        const nonce = /ngCspNonce="([^"]+)"/.exec(await response.text())?.[1];
        expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it('keeps files whose name says what is in them for ever, and no others', async () => {
    expect((await get('/main-CiD0Ke_n.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/api', '/api/nothing', '/health/none', '/metrics', '/socket.io/x'])(
    'leaves %s to others',
    async (path) => expect((await get(path)).text()).resolves.not.toContain('<app-root'),
  );

  it('gives no page to those who ask for something else', async () => {
    expect((await get('/chunk-missing.js', { accept: 'text/javascript' })).status).toBe(404);
    expect((await get('/main.js.map', { accept: 'application/json' })).status).toBe(404);
  });

  it('serves nothing where nothing was built', async () => {
    const app = express().use(webApp(join(folder, 'media')));
    const empty = await new Promise<Server>((resolve) => {
      const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    const { port } = empty.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/`, { headers: PAGE })).status).toBe(404);
    await new Promise((resolve) => empty.close(resolve));
  });
});
