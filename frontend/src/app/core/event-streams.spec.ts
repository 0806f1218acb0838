import { TestBed } from '@angular/core/testing';
import type { Signal } from '@eventide/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web';
import { TextDecoder, TextEncoder } from 'node:util';
import type { Subscription } from 'rxjs';
import { EventStreams, STREAM_FETCH, type StreamNews } from './event-streams';
import { Session } from './session';

/** A server that answers each request as the test says, and remembers how it was asked. */
class Server {
  readonly asked: RequestInit[] = [];
  readonly answers: (() => object)[] = [];
  private line: ReadableStreamDefaultController<Uint8Array> | null = null;

  readonly fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    this.asked.push(init);
    const answer = this.answers.shift();
    if (answer === undefined) throw new TypeError('no network');
    return answer() as Response;
  };

  stream = (): object => {
    const body = new ReadableStream<Uint8Array>({ start: (line) => void (this.line = line) });
    return { ok: true, status: 200, redirected: false, url: '', body };
  };

  refusal = (status: number, code: string) => (): object => {
    const headers = new Map([['Content-Type', 'application/problem+json']]);
    return { ok: false, status, headers, json: () => Promise.resolve({ code }) };
  };

  say(event: string, data: unknown): void {
    this.line!.enqueue(new TextEncoder().encode(`retry: 1\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  hangUp(): void {
    this.line!.close();
  }
}

const session = {
  ended: null as string | null,
  token: () => Promise.resolve('old'),
  tokenAfter: () => Promise.resolve('new'),
  end: (reason: string) => void (session.ended = reason),
};

describe(EventStreams.name, () => {
  let server: Server;
  let news: (StreamNews<Signal> | { kind: 'refused' | 'over' })[];
  let subscription: Subscription;

  beforeEach(() => {
    Object.assign(globalThis, { ReadableStream, TextDecoder });
    server = new Server();
    news = [];
    TestBed.configureTestingModule({
      providers: [
        { provide: STREAM_FETCH, useValue: server.fetch },
        { provide: Session, useValue: session },
      ],
    });
  });

  afterEach(() => subscription.unsubscribe());

  function open(): void {
    subscription = TestBed.inject(EventStreams)
      .open('/api/signals/stream', 'signal')
      .subscribe({
        next: (item) => news.push(item),
        error: () => news.push({ kind: 'refused' }),
        complete: () => news.push({ kind: 'over' }),
      });
  }

  const kinds = () => news.map(({ kind }) => kind);
  const heard = (...expected: string[]) => until(() => expect(kinds()).toEqual(expected));

  it('passes on the events of its name, and sends the token in the header', async () => {
    server.answers.push(server.stream);
    open();
    await heard('connected');
    server.say('other', 1);
    server.say('signal', { topic: 'a', data: 1 });
    await heard('connected', 'event');
    expect(news[1]).toEqual({ kind: 'event', data: { topic: 'a', data: 1 } });
    expect(server.asked[0]!.headers).toMatchObject({ Authorization: 'Bearer old' });
  });

  it('connects again when the line breaks', async () => {
    server.answers.push(server.stream, server.stream);
    open();
    await heard('connected');
    server.say('other', 1);
    server.hangUp();
    await heard('connected', 'interrupted', 'connected');
  });

  it('renews a token that has expired', async () => {
    server.answers.push(server.refusal(401, 'token_expired'), server.stream);
    open();
    await heard('connected');
    expect(server.asked[1]!.headers).toMatchObject({ Authorization: 'Bearer new' });
  });

  it('gives up when it is refused', async () => {
    server.answers.push(server.refusal(403, 'forbidden'));
    open();
    await heard('refused');
    expect(server.asked).toHaveLength(1);
  });

  it('ends when the server ends it for good', async () => {
    server.answers.push(server.stream);
    open();
    await heard('connected');
    server.say('closing', { code: 'revoked', reconnect: false });
    await heard('connected', 'over');
  });

  it('lets the request go when nobody listens any more', async () => {
    server.answers.push(server.stream);
    open();
    await heard('connected');
    subscription.unsubscribe();
    expect(server.asked[0]!.signal!.aborted).toBe(true);
  });
});

/** Repeats the check until it passes, two seconds at most. */
async function until(check: () => void): Promise<void> {
  for (const end = Date.now() + 2_000; ; ) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
