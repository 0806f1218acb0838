import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { FETCH, InboxApi } from './inbox-api';

interface Asked {
  readonly url: string;
  readonly authorization: string;
}

/** As much of a `Response` as is read; jsdom has none. */
function answer(status: number, body: unknown, contentType = 'application/json'): Response {
  const headers = { get: () => contentType };
  const response = { ok: status < 300, status, headers, json: () => Promise.resolve(body) };
  return response as unknown as Response;
}

function problem(status: number, code: string): Response {
  const body = { type: 'about:blank', title: code, status, code, detail: `It is ${code}` };
  return answer(status, body, 'application/problem+json');
}

describe(InboxApi.name, () => {
  let api: InboxApi;
  let asked: Asked[];
  let answers: (Response | Error)[];
  let signInNeeded: number;

  beforeEach(() => {
    asked = [];
    answers = [];
    signInNeeded = 0;
    const fakeFetch = async (url: string, init: { headers: { authorization: string } }): Promise<Response> => {
      asked.push({ url, authorization: init.headers.authorization });
      const next = answers.shift() ?? new Error('no answer is set');
      if (next instanceof Error) throw next;
      return next;
    };
    TestBed.configureTestingModule({
      providers: [
        { provide: FETCH, useValue: fakeFetch },
        {
          provide: NOTIFICATION_CENTER_CONFIG,
          useValue: {
            url: 'https://eventide.test',
            userId: () => 'user1',
            token: ({ fresh }: { fresh: boolean }) => Promise.resolve(fresh ? 'fresh' : 'held'),
            onSignInNeeded: () => (signInNeeded += 1),
          },
        },
      ],
    });
    api = TestBed.inject(InboxApi);
  });

  it('asks for a page of the history as the person', async () => {
    const list = { items: [], next: null, head: 3, readUpTo: 0 };
    answers = [answer(200, list), answer(200, list)];
    expect(await api.list({ status: 'unread', limit: 50 })).toEqual(list);
    await api.list({ status: 'all', limit: 20, before: 'a b' });
    expect(asked).toEqual([
      { url: 'https://eventide.test/api/notifications?status=unread&limit=50', authorization: 'Bearer held' },
      { url: 'https://eventide.test/api/notifications?status=all&limit=20&before=a+b', authorization: 'Bearer held' },
    ]);
  });

  it('asks once more with a fresh token when the held one had expired', async () => {
    answers = [problem(401, 'token_expired'), answer(200, { seq: 1, unread: 0, notFound: [] })];
    await api.update({ commandId: 'c', op: 'read', ids: ['n1'] });
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer held', 'Bearer fresh']);
  });

  it('asks for a sign-in when the fresh token is refused too', async () => {
    answers = [problem(401, 'token_expired'), problem(401, 'token_expired')];
    await expect(api.list({ status: 'all', limit: 1 })).rejects.toMatchObject({ code: 'token_expired' });
    expect([asked.length, signInNeeded]).toEqual([2, 1]);
  });

  it('rejects with the problem that the server describes', async () => {
    answers = [problem(409, 'conflict')];
    await expect(api.list({ status: 'all', limit: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: 'It is conflict',
      retryable: false,
    });
  });

  it('calls a dead network, and a proxy without a server, unavailable', async () => {
    answers = [new TypeError('fetch failed'), answer(502, null, 'text/html')];
    for (let call = 0; call < 2; call += 1) {
      const asking = api.list({ status: 'all', limit: 1 });
      await expect(asking).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    }
  });
});
