import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { Socket } from 'socket.io-client';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { FETCH } from '../inbox/inbox-api';
import { AutomaticTransport, STREAM_CODE } from './automatic-transport';
import { SOCKET_FACTORY } from './socket-service';
import { SseService } from './sse-service';
import { StreamServer } from './stream-server.fixture';

type Fate = 'blocked' | 'accepted' | 'refused';

describe(AutomaticTransport.name, () => {
  let server: StreamServer;
  let fate: Fate;
  let sockets: number;
  let fetched: number;
  let codeIsThere: boolean;
  let client: AutomaticTransport;

  /** A socket that ends as it is fated, a moment after it was made. */
  function socket(): Socket {
    sockets += 1;
    const listeners = new Map<string, (value?: unknown) => void>();
    const made = { connected: false, on: (event: string, hear: () => void) => listeners.set(event, hear), onAny: () => undefined, disconnect: () => undefined };
    queueMicrotask(() => {
      made.connected = fate === 'accepted';
      const data = fate === 'refused' ? { code: 'unavailable' } : undefined;
      if (made.connected) listeners.get('connect')?.();
      else listeners.get('connect_error')?.(Object.assign(new Error(fate), { data }));
    });
    return made as unknown as Socket;
  }

  async function streamCode(): Promise<typeof SseService> {
    fetched += 1;
    if (!codeIsThere) throw new TypeError('Failed to fetch dynamically imported module');
    return SseService;
  }

  async function passTime(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 100) {
      await jest.advanceTimersByTimeAsync(100);
      TestBed.tick();
    }
  }

  beforeEach(() => {
    jest.useFakeTimers();
    // Pauses are drawn by lot: a very short one would let a third socket slip in between two steps of this clock.
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    server = new StreamServer();
    server.answers.set('/health/live', { status: 'ok' });
    fate = 'blocked';
    sockets = 0;
    fetched = 0;
    codeIsThere = true;
    TestBed.configureTestingModule({
      providers: [
        { provide: NOTIFICATION_CENTER_CONFIG, useValue: { userId: () => 'user1', token: () => Promise.resolve('t') } },
        { provide: FETCH, useValue: server.fetch },
        { provide: SOCKET_FACTORY, useValue: socket },
        { provide: STREAM_CODE, useValue: streamCode },
      ],
    });
    client = TestBed.inject(AutomaticTransport);
  });

  afterEach(() => {
    client.stop();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('stays with a socket that can be opened', async () => {
    fate = 'accepted';
    client.start(() => null);
    await passTime(10_000);
    expect(client.state()).toEqual({ status: 'live' });
    expect([sockets, server.asked.length, fetched]).toEqual([1, 0, 0]);
  });

  it('takes a stream after two sockets in vain, and lets nobody see it stop in between', async () => {
    const seen: string[] = [];
    client.start(() => null);
    for (let passed = 0; passed < 30; passed += 1) {
      await passTime(100);
      seen.push(client.state().status);
    }
    expect(client.state()).toEqual({ status: 'live', carrier: 'stream' });
    expect(sockets).toBe(2);
    expect(seen).not.toContain('stopped');
  });

  it('goes on with sockets while the code of streams can’t be fetched', async () => {
    codeIsThere = false;
    client.start(() => null);
    await passTime(10_000);
    expect([fetched > 1, sockets > 3, client.state().carrier]).toEqual([true, true, undefined]);
    codeIsThere = true;
    await passTime(20_000);
    expect(client.state()).toEqual({ status: 'live', carrier: 'stream' });
  });

  it('passes on what the stream brings, and sends through it', async () => {
    const heard: unknown[] = [];
    client.listen('signal').subscribe((signal) => heard.push(signal));
    client.start(() => null);
    await passTime(3_000);
    server.say('signal', { topic: 't', data: 1 });
    await passTime(100);
    expect(heard).toEqual([{ topic: 't', data: 1 }]);
    await expect(client.emit('ack', { inbox: 0, all: 0 })).resolves.toEqual({});
  });

  it('goes on trying sockets while the server answers nothing at all', async () => {
    server.reachable = false;
    client.start(() => null);
    await passTime(20_000);
    expect(sockets).toBeGreaterThan(3);
    expect(server.asked).toHaveLength(0);
    server.reachable = true;
    fate = 'accepted';
    await passTime(6_000);
    expect(client.state()).toEqual({ status: 'live' });
  });

  it('does not take a refusal for a blocked network', async () => {
    fate = 'refused';
    client.start(() => null);
    await passTime(10_000);
    expect(sockets).toBeGreaterThan(2);
    expect(server.asked).toHaveLength(0);
  });

  it('begins with a socket again at the next start', async () => {
    client.start(() => null);
    await passTime(3_000);
    expect(client.state().carrier).toBe('stream');
    fate = 'accepted';
    client.start(() => null);
    await passTime(200);
    expect(client.state()).toEqual({ status: 'live' });
    expect(server.asked.at(-1)?.aborted()).toBe(true);
  });

  it('is stopped for good', async () => {
    client.start(() => null);
    await passTime(3_000);
    client.stop();
    await passTime(10_000);
    expect(client.state()).toEqual({ status: 'stopped' });
    expect(server.asked).toHaveLength(1);
  });
});
