import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { eventually } from './eventually.js';
import { ORIGIN, TestCluster } from './test-cluster.js';
import { metricOf } from './test-metrics.js';

describe('the handshake', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { MAX_CONNECTIONS_PER_USER: '3', TRUST_PROXY: '1' } });
  });
  afterAll(() => cluster.stop());

  it('lets a signed-in person in and sends the page first', async () => {
    const device = await cluster.device('ann');
    expect(device.received[0]).toMatchObject({ event: 'sync', payload: { mode: 'reset', inbox: 0, more: false } });
  });

  it.each([
    ['no token', undefined, 'unauthorized'],
    ['garbage', 'garbage', 'unauthorized'],
    ['an object for a token', { $gt: '' }, 'unauthorized'],
  ])('refuses %s', async (_, token, code) => {
    expect(await cluster.connect(0, { auth: { token } }).refused()).toEqual({ code });
  });

  it('refuses an expired token by a code of its own', async () => {
    const token = await cluster.token('ann', { ttl: -60 });
    expect(await cluster.connect(0, { auth: { token } }).refused()).toEqual({ code: 'token_expired' });
  });

  it('survives a thousand refusals', async () => {
    for (let hundred = 0; hundred < 10; hundred += 1) {
      const refused = Array.from({ length: 100 }, () => cluster.connect(0, { auth: { token: 'garbage' } }).refused());
      expect(new Set((await Promise.all(refused)).map((data) => data?.code))).toEqual(new Set(['unauthorized']));
    }
    expect(cluster.node(0).running).toBe(true);
    await cluster.device('after');
  });

  it.each(['https://evil.test', `${ORIGIN}.evil.test`, 'null'])('refuses the origin %s', async (origin) => {
    const device = cluster.connect(0, { auth: { token: await cluster.token('ann') }, origin });
    await device.refused();
    expect(device.received).toEqual([]);
  });

  it('accepts its own origin', async () => {
    const device = cluster.connect(0, { auth: { token: await cluster.token('origin') }, origin: ORIGIN });
    await device.synced();
  });

  it('takes no token from the address', async () => {
    const token = await cluster.token('ann');
    const socket = io(`${cluster.node(0).url}/notifications?token=${token}`, { transports: ['websocket'], reconnection: false, query: { token } });
    const error = await new Promise<Error & { data?: unknown }>((resolve) => socket.on('connect_error', resolve));
    socket.close();
    expect(error.data).toEqual({ code: 'unauthorized' });
  });

  it('refuses one connection too many of a person, until one ends', async () => {
    const devices = await Promise.all([1, 2, 3].map(() => cluster.device('many')));
    const auth = { token: await cluster.token('many') };
    expect(await cluster.connect(0, { auth }).refused()).toEqual({ code: 'too_many_connections' });
    devices[0]?.close();
    await eventually('room for another', () => cluster.connect(0, { auth }).synced().then(() => true, () => false));
  });

  it.each([
    ['a cursor that is not whole', { epoch: 'e', inbox: 3 }],
    ['a cursor of objects', { epoch: { $gt: '' }, inbox: { $gt: 0 }, all: [] }],
    ['places that are no numbers', { epoch: 'e', inbox: '3', all: -1 }],
  ])('takes %s for none', async (_, auth) => {
    const device = await cluster.device('cursor', 0, auth);
    expect(device.all('sync')[0]).toMatchObject({ mode: 'reset' });
    device.close();
  });

  it('logs who was refused as its proxy tells it', async () => {
    const socket = io(`${cluster.node(0).url}/notifications`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { 'x-forwarded-for': '6.6.6.6, 198.51.100.7' },
    });
    await new Promise((resolve) => socket.on('connect_error', resolve));
    socket.close();
    const refused = '"address":"198.51.100.7"';
    await eventually('the line', () => cluster.node(0).log.some((line) => line.includes(refused)));
  });

  it('holds nobody in the default namespace', async () => {
    const socket = io(cluster.node(0).url, { transports: ['websocket'], reconnection: false, forceNew: true });
    await new Promise((resolve) => socket.on('connect_error', resolve));
    socket.close();
  });

  it('closes a link that never signs in, and cuts it when it will not close', async () => {
    const { hostname, port } = new URL(cluster.node(0).url);
    const link = connect(Number(port), hostname);
    const upgrade = ['Host: a', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`];
    link.write(`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${upgrade.join('\r\n')}\r\n\r\n`);
    link.resume();
    await once(link, 'close', { signal: AbortSignal.timeout(20_000) });
  });

  it('keeps nothing of who asks for another protocol elsewhere, and goes on writing', async () => {
    const { hostname, port } = new URL(cluster.node(0).url);
    const openFiles = () => metricOf(cluster, 'process_open_fds');
    const before = await openFiles();
    const ask = async () => {
      const link = connect({ host: hostname, port: Number(port), allowHalfOpen: true }).resume();
      link.on('error', () => undefined);
      link.write('GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      await once(link, 'end');
      link.end('and more');
    };
    await Promise.all(Array.from({ length: 50 }, ask));
    await eventually('the end of the connections', async () => (await openFiles()) < before + 25, 5_000);
  });

  it('does not compress, even when asked to', async () => {
    const address = `${cluster.node(0).url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: true });
    await once(socket, 'open');
    expect(socket.extensions).toBe('');
    socket.close();
  });

  it('offers WebSocket only, and no client script', async () => {
    const api = await cluster.as(null);
    const polling = await fetch(`${cluster.node(0).url}/socket.io/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
    expect((await fetch(`${cluster.node(0).url}/socket.io/socket.io.js`)).ok).toBe(false);
    expect((await api.call('GET', '/health/live')).status).toBe(200);
  });
});
