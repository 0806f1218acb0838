import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { NOTIFICATION_CENTER_CONFIG, type NotificationCenterConfig } from '../config';
import { FETCH } from '../inbox/inbox-api';
import { aReset } from '../../../testing/builders';
import { SseService } from './sse-service';
import { StreamServer } from './stream-server.fixture';

const PAGE = aReset({});

describe(SseService.name, () => {
  let server: StreamServer;
  let asked: boolean[];
  let signInNeeded: number;
  let service: SseService;

  const passTime = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    server = new StreamServer();
    asked = [];
    signInNeeded = 0;
    const config: NotificationCenterConfig = {
      url: 'https://eventide.test',
      userId: () => 'user1',
      token: ({ fresh }) => {
        asked.push(fresh);
        return Promise.resolve(`t${asked.length}`);
      },
      onSignInNeeded: () => (signInNeeded += 1),
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: NOTIFICATION_CENTER_CONFIG, useValue: config },
        { provide: FETCH, useValue: server.fetch },
      ],
    });
    service = TestBed.inject(SseService);
  });

  afterEach(() => {
    service.stop();
    jest.useRealTimers();
  });

  async function goLive(): Promise<void> {
    service.start(() => ({ epoch: 'e1', inbox: 4, all: 2 }));
    await passTime(0);
  }

  it('asks as the person, from the cursor that is held, and says what carries it', async () => {
    await goLive();
    expect(service.state()).toEqual({ status: 'live', carrier: 'stream' });
    expect(server.asked[0]).toMatchObject({
      url: 'https://eventide.test/api/stream',
      headers: { Authorization: 'Bearer t1', 'Last-Event-ID': 'e1;4;2' },
    });
  });

  it('asks for the state when nothing is held', async () => {
    service.start(() => null);
    await passTime(0);
    expect(server.asked[0]?.headers).not.toHaveProperty('Last-Event-ID');
  });

  it('passes on what the server sends, by name', async () => {
    const pages: unknown[] = [];
    service.listen('sync').subscribe((page) => pages.push(page));
    await goLive();
    server.say('sync', PAGE);
    server.say('messageToClient', { message: 'hi', timestamp: '' });
    await passTime(0);
    expect(pages).toEqual([PAGE]);
  });

  it('comes back as the server says when it closes, with the cursor of that moment', async () => {
    let inbox = 4;
    service.start(() => ({ epoch: 'e1', inbox, all: 2 }));
    await passTime(0);
    inbox = 9;
    server.say('closing', { code: 'drain', reconnect: true, afterMs: 4_000 });
    await passTime(0);
    server.hangUp();
    await passTime(0);
    expect(service.state()).toMatchObject({ status: 'reconnecting', reason: 'drain', retryAt: Date.now() + 4_000 });
    await passTime(3_999);
    expect(server.asked).toHaveLength(1);
    await passTime(1);
    expect(server.asked[1]?.headers).toMatchObject({ 'Last-Event-ID': 'e1;9;2' });
  });

  it('stops when the session was revoked', async () => {
    await goLive();
    server.say('closing', { code: 'revoked', reconnect: false });
    await passTime(0);
    server.hangUp();
    await passTime(600_000);
    expect(service.state()).toEqual({ status: 'stopped', reason: 'revoked' });
    expect([server.asked.length, signInNeeded]).toEqual([1, 1]);
  });

  it.each([
    [{ status: 401, code: 'unauthorized' }, { status: 'stopped', reason: 'unauthorized' }],
    [{ status: 403, code: 'forbidden' }, { status: 'stopped', reason: 'forbidden_origin' }],
    [{ status: 429, code: 'rate_limited', retryAfter: '60' }, { status: 'connecting', reason: 'too_many_connections' }],
    [{ status: 503, code: 'unavailable', retryAfter: '1' }, { status: 'connecting', reason: 'unavailable' }],
    [{ status: 404 }, { status: 'connecting', reason: undefined }],
  ])('understands the refusal %j', async (refusal, state) => {
    server.refusal = refusal;
    service.start(() => null);
    await passTime(0);
    expect(service.state()).toMatchObject(state);
  });

  it('renews an expired token once, then asks for a sign-in instead of looping', async () => {
    server.refusal = { status: 401, code: 'token_expired' };
    service.start(() => null);
    await passTime(600_000);
    expect(asked).toEqual([false, true]);
    expect(signInNeeded).toBe(1);
  });

  it('takes a line for dead that is silent for 40 s, comments counted as words', async () => {
    await goLive();
    await passTime(30_000);
    server.beat();
    await passTime(39_000);
    expect(service.state().status).toBe('live');
    await passTime(1_001);
    expect(service.state().status).toBe('reconnecting');
    expect(server.asked[0]?.aborted()).toBe(true);
    await passTime(5_000);
    expect(server.asked).toHaveLength(2);
  });

  it('opens the next under a fresh token, and drops the first when the page of the second has come', async () => {
    const messages: string[] = [];
    service.listen('messageToClient').subscribe(({ message }) => messages.push(message));
    service.listen('sync').subscribe(({ mode }) => messages.push(mode));
    await goLive();
    server.say('tokenExpiring', { expiresInMs: 60_000 });
    await passTime(0);
    expect(asked).toEqual([false, true]);
    expect(server.asked[1]?.headers).toMatchObject({ Authorization: 'Bearer t2' });
    server.say('messageToClient', { message: 'by the first', timestamp: '' }, 0);
    await passTime(0);
    expect(server.asked[0]?.aborted()).toBe(false);
    server.say('sync', PAGE);
    server.say('messageToClient', { message: 'by the second', timestamp: '' });
    await passTime(0);
    expect(server.asked.map(({ aborted }) => aborted())).toEqual([true, false]);
    expect(messages).toEqual(['by the first', 'reset', 'by the second']);
    server.hangUp();
    await passTime(0);
    expect(service.state().status).toBe('reconnecting');
  });

  it('stays with the first when there is no second', async () => {
    await goLive();
    server.refusal = { status: 503 };
    server.say('tokenExpiring', { expiresInMs: 60_000 });
    await passTime(10_000);
    expect(service.state().status).toBe('live');
    expect(server.asked[0]?.aborted()).toBe(false);
  });

  it('sends commands over HTTP', async () => {
    await goLive();
    server.answers.set('/api/notifications/update', { seq: 5, unread: 0, notFound: [] });
    server.answers.set('/api/sync?epoch=e1&inbox=4&all=2', PAGE);
    await expect(service.emit('update', { commandId: 'c', op: 'read', ids: ['n'] })).resolves.toMatchObject({ seq: 5 });
    await expect(service.emit('sync', { epoch: 'e1', inbox: 4, all: 2 })).resolves.toEqual(PAGE);
    await expect(service.emit('ack', { inbox: 1, all: 1 })).resolves.toEqual({});
    await expect(service.emit('messageToServer', 'hi')).rejects.toMatchObject({ code: 'invalid_request', retryable: false });
  });

  it('closes the stream when it is stopped, and answers nothing more', async () => {
    await goLive();
    service.stop();
    expect(server.asked[0]?.aborted()).toBe(true);
    await expect(service.emit('ack', { inbox: 1, all: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    await passTime(600_000);
    expect(server.asked).toHaveLength(1);
  });
});
