import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { Metrics } from '../platform/metrics.js';
import { EventStreams, type EventStream } from './event-streams.js';
import { linesInMemory, userPrincipal } from './in-memory-connection.js';
import { RealtimeMetrics } from './realtime-metrics.js';

const signal = { topic: 'weather', data: { sun: true } };

describe(EventStreams.name, () => {
  const closing: (() => void)[] = [];
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A server of one stream, and what a reader has got of it; `paused` ones read nothing. */
  async function node({ paused = false } = {}) {
    const lines = linesInMemory(1);
    const streams = new EventStreams(lines, new RealtimeMetrics(new Metrics()));
    const opened = Promise.withResolvers<EventStream>();
    const server = express()
      .get('/', (request, response) => {
        opened.resolve(streams.open(request, response, userPrincipal()));
      })
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const reader = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const [answer] = await once(reader, 'response') as [IncomingMessage];
    let text = '';
    const ended = new Promise<string>((resolve) => {
      answer.on('close', () => resolve(text)).on('error', () => undefined);
    });
    if (!paused) answer.on('data', (chunk) => (text += String(chunk)));
    return { lines, reader, stream: await opened.promise, ended };
  }

  it('sends events until all is said', async () => {
    const { stream, ended, lines } = await node();
    stream.send('signal', signal, '7');
    stream.end();
    stream.send('signal', signal);
    expect(await ended).toBe(`retry: 3000\n\nid: 7\nevent: signal\ndata: ${JSON.stringify(signal)}\n\n`);
    await new Promise<void>((resolve) => stream.onClose(resolve));
    expect(lines.isEmpty).toBe(true);
  });

  it('counts as a connection of its person', async () => {
    const { lines } = await node();
    expect(() => lines.assertRoom('ann')).toThrow('too_many_connections');
    lines.assertRoom('ben');
  });

  it('says why before it ends, and how long to stay away', async () => {
    const { lines, ended } = await node();
    await lines.beforeApplicationShutdown();
    expect(await ended).toMatch(/retry: \d+\n\nevent: closing\ndata: {"code":"drain","reconnect":true,"afterMs":\d+}\n\n$/);
  });

  it('ends with the session that is revoked, and not with another', async () => {
    const { lines, ended, stream } = await node();
    lines.revoke({ userId: 'ann', sid: 'another' });
    expect(stream.closed).toBe(false);
    lines.revoke({ userId: 'ann', issuedUpTo: Math.floor(Date.now() / 1_000) });
    expect(await ended).toContain('"code":"revoked","reconnect":false');
  });

  it('tells once that the token ends', async () => {
    const { stream, ended } = await node();
    stream.warn(60_000);
    stream.warn(59_000);
    stream.end();
    expect((await ended).match(/tokenExpiring/g)).toHaveLength(1);
  });

  it('cuts a reader who does not read before 4 MB are pending', async () => {
    const { stream } = await node({ paused: true });
    const filler = { topic: 'filler', data: 'x'.repeat(100_000) };
    for (let sent = 0; !stream.closed && sent < 1_000; sent += 1) stream.send('signal', filler);
    expect(stream.closedFor).toBe('slow_consumer');
  });

  it('is forgotten when its reader leaves', async () => {
    const { stream, reader, lines } = await node();
    reader.destroy();
    await new Promise<void>((resolve) => stream.onClose(resolve));
    expect(stream.closed).toBe(true);
    expect(lines.isEmpty).toBe(true);
  });
});
