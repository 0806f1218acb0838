import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Problem, SessionAnswer } from '@eventide/contracts';
import { MongoClient } from 'mongodb';
import { WebSocket } from 'ws';
import { TestApi } from './test-api.js';
import { SURROUNDINGS, TestNode } from './test-node.js';

const MONGODB_URI = process.env['TEST_MONGODB_URI'] ?? '';
const DIST = join(import.meta.dirname, '..', 'dist');
/** Nothing listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('how a process starts', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'eventide-start-'));
  const name = `test-${randomUUID()}`;
  const settings = { NODE_ENV: 'test', DATA_DIR: dataDir, MONGODB_URI, MONGODB_DB: name, PORT: '0' };
  const nodes: TestNode[] = [];

  afterEach(() => Promise.all(nodes.splice(0).map((node) => node.stop())));
  afterAll(async () => {
    const client = await MongoClient.connect(MONGODB_URI);
    await client.db(name).dropDatabase();
    await client.close();
    rmSync(dataDir, { recursive: true });
  });

  async function start(env: Record<string, string> = {}): Promise<TestApi> {
    const node = new TestNode({ ...settings, ...env });
    nodes.push(node);
    await node.start();
    return new TestApi(node.url);
  }

  /** Runs a program of the product to its end. */
  async function run(program: string, args: string[], env: Record<string, string>, input = '') {
    const child = spawn(process.execPath, [join(DIST, program), ...args], { env: { ...SURROUNDINGS, ...settings, ...env } });
    child.stdin.end(input);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, stdout, stderr };
  }

  const login = (api: TestApi, email: string, password: string) =>
    api.call<SessionAnswer & Problem>('POST', '/api/auth/login', { email, password });

  it('names everything that is wrong with its settings, shows no secret, and ends', async () => {
    const { code, stderr, stdout } = await run('main.js', [], { JWT_SECRET: 'canary', PORT: 'x', EVENTIDE_ROLE: 'worker' });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').map((line) => line.split(' ')[0])).toEqual(['PORT', 'JWT_SECRET', 'REDIS_URL']);
    expect(stdout + stderr).not.toContain('canary');
  });

  it('says that its port is taken, and ends', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run('main.js', [], { PORT: String(port) });
    taken.close();
    expect([code, stderr]).toEqual([1, 'The port is taken: set PORT (or METRICS_PORT) to another one.\n']);
  });

  it('starts without the Redis that it should have, degraded', async () => {
    const api = await start({ REDIS_URL: NO_REDIS });
    expect(await api.call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'degraded' } });
  });

  it('warns of a server that would keep the locks of a dead node for long', async () => {
    const warned = () => nodes.at(-1)?.log.some((line) => line.includes('"level":40') && line.includes('transactionLifetimeLimitSeconds'));
    await start();
    expect(warned()).toBe(false);
    const client = await MongoClient.connect(MONGODB_URI);
    const limit = (seconds: number) => client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: seconds });
    const { was } = await limit(60);
    try {
      await start();
      expect(warned()).toBe(true);
    } finally {
      await limit(Number(was));
      await client.close();
    }
  });

  it('as a worker answers for its health alone', async () => {
    const api = await start({ EVENTIDE_ROLE: 'worker', REDIS_URL: NO_REDIS });
    expect((await api.call('GET', '/health/ready')).status).toBe(200);
    expect((await api.call('GET', '/metrics')).status).toBe(401);
    for (const path of ['/api/me', '/api/notifications', '/api/sync', '/api/docs', '/tasks']) {
      expect((await api.call<Problem>('GET', path)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('as a gateway serves people', async () => {
    const api = await start({ EVENTIDE_ROLE: 'gateway', REDIS_URL: NO_REDIS });
    expect((await login(api, 'user1@eventide.test', 'eventide')).status).toBe(200);
  });

  it('shows metrics on a port of their own, to this machine, when asked to', async () => {
    const port = await freePort();
    const api = await start({ METRICS_PORT: String(port) });
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([metrics.status, await metrics.text()]).toEqual([200, expect.stringContaining('process_cpu')]);
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    const { body } = await login(api, 'admin@eventide.test', 'eventide');
    const headers = { authorization: `Bearer ${body.accessToken}` };
    expect((await api.call('GET', '/metrics', undefined, headers)).status).toBe(404);
  });

  it('in production keeps to TLS, makes the first account and shows no demo', async () => {
    const email = 'boss@company.test';
    const api = await start({
      NODE_ENV: 'production',
      MONGODB_DB: `${name}-p`,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ADMIN_EMAIL: email,
      ADMIN_PASSWORD: 'a long password',
    });
    const answer = await login(api, email, 'a long password');
    expect(answer.body.user).toMatchObject({ email, roles: ['admin', 'user'] });
    expect(answer.headers.get('set-cookie')).toContain('Secure');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=');
    expect((await api.call('GET', '/api/demo')).status).toBe(404);
    expect((await login(api, 'admin@eventide.test', 'eventide')).status).toBe(401);
    const client = await MongoClient.connect(MONGODB_URI);
    await client.db(`${name}-p`).dropDatabase();
    await client.close();
  });

  it('in production takes no socket that its proxy was asked for without TLS', async () => {
    const secret = randomBytes(32).toString('hex');
    const api = await start({ NODE_ENV: 'production', MONGODB_DB: `${name}-tls`, JWT_SECRET: secret, TRUST_PROXY: '1' });
    const url = `${(nodes.at(-1)?.url ?? '').replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const opens = async (proto: string) => {
      const socket = new WebSocket(url, { headers: { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': proto } });
      const opened = await Promise.race([once(socket, 'open').then(() => true), once(socket, 'unexpected-response').then(() => false)]);
      socket.terminate();
      return opened;
    };
    expect([await opens('https'), await opens('http')]).toEqual([true, false]);
    expect((await api.call('GET', '/health/live')).status).toBe(200);
    const client = await MongoClient.connect(MONGODB_URI);
    await client.db(`${name}-tls`).dropDatabase();
    await client.close();
  });

  it('keeps the same secret and demo key for all who share a data folder', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const { body } = await login(one, 'user1@eventide.test', 'eventide');
    const headers = { authorization: `Bearer ${body.accessToken}` };
    expect((await other.call('GET', '/api/me', undefined, headers)).status).toBe(200);
  });

  it('adds an account from the command line while it runs', async () => {
    const api = await start();
    const args = ['add', 'cli@x.test', '--id', 'cli', '--name', 'Cli', '--roles', 'user, publisher'];
    const { code, stdout, stderr } = await run('user-cli.js', args, {}, 'a long password\n');
    expect([code, stdout, stderr]).toEqual([0, 'cli@x.test can sign in now (id cli).\n', '']);
    const { body } = await login(api, 'cli@x.test', 'a long password');
    expect(body.user).toMatchObject({ id: 'cli', name: 'Cli', roles: ['user', 'publisher'] });
  });

  it.each([
    ['no e-mail address', ['add'], 'a long password', /^Usage: /],
    ['a bad e-mail address', ['add', 'nobody', '--id', 'x'], 'a long password', /^email must be an e-mail address\./],
    ['an id that can’t be', ['add', 'a@x.test', '--id', 'a b'], 'a long password', /^The id must be/],
    ['an option that is not known', ['add', 'a@x.test', '--admin'], 'a long password', /'--admin'/],
    ['a short password', ['add', 'a@x.test', '--id', 'x'], 'short', /^The password must have at least 8/],
    ['the e-mail address of somebody else', ['add', 'user1@eventide.test', '--id', 'x'], 'a long password', /^Somebody else/],
  ])('refuses to add an account with %s', async (_, args, password, sentence) => {
    const { code, stderr } = await run('user-cli.js', args, {}, `${password}\n`);
    expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it('gives the database a new life from the command line, so that cursors of the old one get the state anew', async () => {
    const { body } = await login(await start(), 'user1@eventide.test', 'eventide');
    const api = new TestApi(nodes[0]?.url ?? '', body.accessToken);
    const { epoch, inbox, all } = await api.sync();
    const sync = () => api.sync(`?epoch=${epoch}&inbox=${inbox}&all=${all}`);
    expect(await run('epoch-cli.js', [], {})).toEqual({ code: 0, stdout: `${epoch}\n`, stderr: '' });
    expect((await sync()).mode).toBe('delta');
    const renewed = await run('epoch-cli.js', ['--new'], {});
    expect(renewed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[A-Za-z0-9_-]{1,64}\n$/) });
    expect(await sync()).toMatchObject({ mode: 'reset', epoch: renewed.stdout.trim() });
    expect(epoch).not.toBe(renewed.stdout.trim());
  });

  it('refuses what the epoch command does not know', async () => {
    expect(await run('epoch-cli.js', ['--old'], {})).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Usage: /) });
  });

  it('ends in order when it is told to', async () => {
    await start();
    expect(await nodes[0]?.stop()).toBe(0);
  });
});
