import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import type { HandshakeAuth } from '@eventide/contracts';
import type { Socket } from 'socket.io-client';
import { NOTIFICATION_CENTER_CONFIG, type NotificationCenterConfig } from '../config';
import { RequestError } from './request-error';
import { SOCKET_FACTORY, SocketService } from './socket-service';

type Listener = (...values: unknown[]) => void;

/** A Socket.IO socket whose server is the spec. */
class FakeSocket {
  private readonly listeners: { event: string; listener: Listener }[] = [];
  private readonly catchAlls: Listener[] = [];
  readonly sent: [string, unknown][] = [];
  answer: unknown = { ok: true, data: {} };
  connected = false;

  on(event: string, listener: Listener): void {
    this.listeners.push({ event, listener });
  }

  onAny(listener: Listener): void {
    this.catchAlls.push(listener);
  }

  timeout(): this {
    return this;
  }

  async emitWithAck(event: string, payload: unknown): Promise<unknown> {
    this.sent.push([event, payload]);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }

  disconnect(): void {
    if (!this.connected) return;
    this.connected = false;
    this.fire('disconnect', 'io client disconnect');
  }

  accept(): void {
    this.connected = true;
    this.fire('connect');
  }

  refuse(data?: object): void {
    this.fire('connect_error', Object.assign(new Error('refused'), { data }));
  }

  lose(): void {
    this.connected = false;
    this.fire('disconnect', 'transport close');
  }

  receive(event: string, payload: unknown): void {
    for (const listener of this.catchAlls) listener(event, payload);
    this.fire(event, payload);
  }

  private fire(event: string, ...values: unknown[]): void {
    for (const one of this.listeners) if (one.event === event) one.listener(...values);
  }
}

describe(SocketService.name, () => {
  let sockets: FakeSocket[];
  let handshakes: HandshakeAuth[];
  let asked: boolean[];
  let token: NotificationCenterConfig['token'];
  let signInNeeded: number;
  let online: boolean;
  let service: SocketService;

  const latest = (): FakeSocket => sockets.at(-1) ?? new FakeSocket();
  const passTime = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  const tellBrowser = (isOnline: boolean): void => {
    online = isOnline;
    window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
  };

  beforeEach(() => {
    jest.useFakeTimers();
    sockets = [];
    handshakes = [];
    asked = [];
    signInNeeded = 0;
    online = true;
    token = () => Promise.resolve('t');
    jest.spyOn(window.navigator, 'onLine', 'get').mockImplementation(() => online);
    const config: NotificationCenterConfig = {
      userId: () => 'user1',
      token: (options) => {
        asked.push(options.fresh);
        return token(options);
      },
      onSignInNeeded: () => (signInNeeded += 1),
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: NOTIFICATION_CENTER_CONFIG, useValue: config },
        {
          provide: SOCKET_FACTORY,
          useValue: (_url: string, auth: (give: (auth: HandshakeAuth) => void) => void) => {
            const socket = new FakeSocket();
            sockets.push(socket);
            auth((given) => handshakes.push(given));
            return socket as unknown as Socket;
          },
        },
      ],
    });
    service = TestBed.inject(SocketService);
  });

  afterEach(() => {
    service.stop();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function goLive(): Promise<void> {
    service.start(() => ({ epoch: 'e1', inbox: 4, all: 2 }));
    await passTime(0);
    latest().accept();
  }

  it('offers the token and the cursor that is held at that moment', async () => {
    let inbox = 1;
    service.start(() => ({ epoch: 'e1', inbox, all: 2 }));
    expect(service.state().status).toBe('connecting');
    await passTime(0);
    latest().accept();
    expect(service.state()).toEqual({ status: 'live' });
    inbox = 9;
    latest().lose();
    await passTime(5_000);
    expect(handshakes).toEqual([
      { token: 't', epoch: 'e1', inbox: 1, all: 2 },
      { token: 't', epoch: 'e1', inbox: 9, all: 2 },
    ]);
  });

  it('asks for the token anew before each connection', async () => {
    let asks = 0;
    token = () => Promise.resolve(`t${(asks += 1)}`);
    await goLive();
    latest().lose();
    await passTime(5_000);
    latest().accept();
    latest().receive('closing', { code: 'token_expired', reconnect: true });
    latest().lose();
    await passTime(5_000);
    expect(handshakes.map((handshake) => handshake.token)).toEqual(['t1', 't2', 't3']);
    expect(asked).toEqual([false, false, true]);
  });

  it('slows down with a server that accepts each fresh token and closes at once', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    await goLive();
    for (let second = 0; second < 60; second += 1) {
      if (service.state().retryAt === undefined) {
        latest().accept();
        latest().receive('closing', { code: 'token_expired', reconnect: true });
        latest().lose();
      }
      await passTime(1_000);
    }
    expect(sockets.length).toBeGreaterThan(10);
    expect(sockets.length).toBeLessThan(30);
  });

  it('says when the next try is due, and can be asked not to wait', async () => {
    await goLive();
    latest().receive('closing', { code: 'drain', reconnect: true, afterMs: 4_000 });
    latest().lose();
    expect(service.state()).toEqual({ status: 'reconnecting', reason: 'drain', retryAt: Date.now() + 4_000 });
    await passTime(3_999);
    expect(sockets).toHaveLength(1);
    service.retryNow();
    await passTime(0);
    expect(sockets).toHaveLength(2);
    await passTime(1);
    expect(sockets).toHaveLength(2);
  });

  it('renews an expired token once, then asks for a sign-in instead of looping', async () => {
    service.start(() => null);
    await passTime(0);
    latest().refuse({ code: 'token_expired' });
    await passTime(0);
    latest().refuse({ code: 'token_expired' });
    await passTime(600_000);
    expect(asked).toEqual([false, true]);
    expect(signInNeeded).toBe(1);
    expect(service.state()).toMatchObject({ status: 'stopped', reason: 'token_expired' });
  });

  it('stops when the session was revoked, and when there is no token to be had', async () => {
    await goLive();
    latest().receive('closing', { code: 'revoked', reconnect: false });
    latest().lose();
    await passTime(600_000);
    expect(sockets).toHaveLength(1);
    expect(signInNeeded).toBe(1);

    token = () => Promise.resolve(null);
    service.start(() => null);
    await passTime(600_000);
    expect(sockets).toHaveLength(1);
    expect(signInNeeded).toBe(2);
  });

  it('goes on trying while the token, the transport or the handshake gets no answer', async () => {
    token = () => Promise.reject(new Error('no network'));
    service.start(() => null);
    await passTime(20_000);
    expect(asked.length).toBeGreaterThan(3);
    expect(sockets).toHaveLength(0);

    token = () => Promise.resolve('t');
    await passTime(5_000);
    expect(sockets).toHaveLength(1);
    await passTime(16_000);
    expect(sockets.length).toBeGreaterThan(1);
    latest().refuse();
    expect(service.state()).toMatchObject({ status: 'connecting', retryAt: expect.any(Number) });
  });

  it('waits for the network, and tries as soon as it is back', async () => {
    await goLive();
    online = false;
    latest().lose();
    expect(service.state()).toMatchObject({ status: 'offline' });
    await passTime(20_000);
    expect(sockets).toHaveLength(1);
    tellBrowser(true);
    await passTime(0);
    expect(sockets).toHaveLength(2);
  });

  it('hands a fresh token over before the old one expires', async () => {
    await goLive();
    token = () => Promise.resolve('t2');
    latest().receive('tokenExpiring', { expiresInMs: 60_000 });
    await passTime(0);
    expect(asked).toEqual([false, true]);
    expect(latest().sent).toEqual([['refreshToken', { token: 't2' }]]);
  });

  it('passes on what the server sends, by name, over every connection', async () => {
    await goLive();
    const received: unknown[] = [];
    service.listen('messageToClient').subscribe((message) => received.push(message));
    latest().receive('messageToClient', { message: 'one', timestamp: '' });
    latest().receive('closing', { code: 'drain', reconnect: true, afterMs: 0 });
    latest().lose();
    await passTime(0);
    latest().accept();
    latest().receive('messageToClient', { message: 'two', timestamp: '' });
    expect(received).toEqual([
      { message: 'one', timestamp: '' },
      { message: 'two', timestamp: '' },
    ]);
  });

  it('answers with the data of the ack, and rejects with its error', async () => {
    await goLive();
    latest().answer = { ok: true, data: { echo: 'hello' } };
    await expect(service.emit('messageToServer', 'hello')).resolves.toEqual({ echo: 'hello' });
    latest().answer = { ok: false, error: { code: 'rate_limited', message: 'slow down', retryable: true } };
    await expect(service.emit('messageToServer', 'hello')).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('calls a request without an answer, or without a connection, unavailable', async () => {
    await goLive();
    latest().answer = new Error('operation has timed out');
    await expect(service.emit('ack', { inbox: 1, all: 1 })).rejects.toBeInstanceOf(RequestError);
    latest().lose();
    await expect(service.emit('ack', { inbox: 1, all: 1 })).rejects.toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
  });

  it('lets nothing of a try that was abandoned through', async () => {
    await goLive();
    const old = latest();
    service.stop();
    old.refuse({ code: 'unauthorized' });
    old.lose();
    await passTime(600_000);
    expect(service.state()).toEqual({ status: 'stopped' });
    expect([sockets.length, signInNeeded]).toEqual([1, 0]);
  });
});
