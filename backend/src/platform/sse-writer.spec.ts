import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express, { type Request, type Response } from 'express';
import { SseWriter } from './sse-writer.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that hands each request to `open`, and its port. */
async function serve(open: (request: Request, response: Response) => void): Promise<number> {
  const server = express()
    .get('/', open)
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function ask(port: number, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', method }, resolve).on('error', reject);
    closing.push(() => request.destroy());
  });
}

function opened(request: Request, response: Response): SseWriter {
  const writer = new SseWriter(request, response);
  writer.open();
  return writer;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return text;
}

describe(SseWriter.name, () => {
  it('writes what the format asks for, on one line whatever is in the data', async () => {
    const port = await serve((request, response) => {
      const writer = opened(request, response);
      writer.event('note', { text: 'two\nlines' }, 'e;1;2');
      writer.comment('beat');
      writer.event('bye', 1);
      writer.end();
      writer.event('late', 2);
    });
    const answer = await ask(port);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(await textOf(answer)).toBe(
      'retry: 3000\n\nid: e;1;2\nevent: note\ndata: {"text":"two\\nlines"}\n\n: beat\n\nevent: bye\ndata: 1\n\n',
    );
  });

  it('knows what a client has not read, and tells when it has', async () => {
    const writing = Promise.withResolvers<SseWriter>();
    const port = await serve((request, response) => writing.resolve(opened(request, response)));
    const answer = await ask(port);
    answer.pause();
    const writer = await writing.promise;
    expect(writer.unsentBytes).toBe(0);
    const filler = 'x'.repeat(100_000);
    while (writer.unsentBytes < 200_000) writer.event('filler', filler);
    expect(writer.unsentBytes).toBeLessThanOrEqual(writer.writtenBytes + 10_000);
    answer.resume();
    await writer.drained();
    expect(writer.unsentBytes).toBe(0);
  });

  it('says that it has closed to who listens, also when the client had left before it began', async () => {
    const arrived = Promise.withResolvers<void>();
    const writing = Promise.withResolvers<SseWriter>();
    const port = await serve((request, response) => {
      response.once('close', () => writing.resolve(opened(request, response)));
      arrived.resolve();
    });
    const client = get({ port, host: '127.0.0.1' }).on('error', () => undefined);
    await arrived.promise;
    client.destroy();
    const writer = await writing.promise;
    expect(writer.closed).toBe(true);
    await new Promise<void>((resolve) => writer.onClose(resolve));
    await writer.drained();
    expect(() => writer.event('late', 1)).not.toThrow();
  });

  it('ends for a reader who does not read, too', async () => {
    const writing = Promise.withResolvers<SseWriter>();
    const port = await serve((request, response) => writing.resolve(opened(request, response)));
    (await ask(port)).pause();
    const writer = await writing.promise;
    while (writer.unsentBytes < 200_000) writer.event('filler', 'x'.repeat(100_000));
    writer.end();
    await new Promise<void>((resolve) => writer.onClose(resolve));
  });

  it('ends at once where only the head is asked for', async () => {
    const port = await serve((request, response) => void opened(request, response));
    const answer = await ask(port, 'HEAD');
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(await textOf(answer)).toBe('');
  });
});
