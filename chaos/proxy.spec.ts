import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Proxy } from './proxy.js';

describe(Proxy.name, () => {
  let server: Server;
  let proxy: Proxy;
  let received: string;
  let failures: (string | undefined)[];

  beforeEach(async () => {
    received = '';
    failures = [];
    server = createServer((socket) => {
      socket.on('data', (chunk) => (received += chunk.toString()));
      // A cut link is what is tested.
      socket.on('error', () => socket.destroy());
      socket.pipe(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await Proxy.to((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  async function open(): Promise<Socket> {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', (error: NodeJS.ErrnoException) => failures.push(error.code));
    await once(socket, 'connect');
    return socket;
  }

  function closed(socket: Socket): Promise<void> {
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }

  async function echo(socket: Socket, text: string): Promise<string> {
    socket.write(text);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return chunk.toString();
  }

  it('passes bytes on, in order, also when it is slow', async () => {
    const socket = await open();
    expect(await echo(socket, 'one')).toBe('one');
    proxy.latencyMs = 20;
    const began = performance.now();
    expect(await echo(socket, 'two')).toBe('two');
    expect(performance.now() - began).toBeGreaterThan(38);
    expect(received).toBe('onetwo');
  });

  it('holds back what a buffering proxy holds back, and no order is lost', async () => {
    const socket = await open();
    await echo(socket, 'one');
    const came: string[] = [];
    socket.on('data', (chunk: Buffer) => came.push(chunk.toString()));
    proxy.buffersMs = 300;
    const texts = Array.from({ length: 20 }, (_, index) => `${index} `);
    for (const text of texts) {
      socket.write(text);
      await delay(3);
    }
    const whole = texts.join('');
    const limit = AbortSignal.timeout(2_000);
    while (came.join('').length < whole.length && !limit.aborted) await once(socket, 'data', { signal: limit });
    expect(came.join('')).toBe(whole);
    expect(came.length).toBeLessThan(5);
  });

  it('resets connections', async () => {
    const socket = await open();
    await echo(socket, 'one');
    proxy.reset();
    await closed(socket);
    expect(failures).toContain('ECONNRESET');
  });

  it('swallows what a blackhole gets, and resets such connections when it is mended', async () => {
    const lost = await open();
    await echo(lost, 'heard');
    proxy.blackhole();
    lost.write('gone');
    proxy.heal();
    await closed(lost);
    expect(await echo(await open(), ' again')).toBe(' again');
    expect(received).toBe('heard again');
  });
});
