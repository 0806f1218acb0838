import { describe, expect, it } from '@jest/globals';
import { CLIENT_EVENTS, CLOSINGS, CONNECT_ERROR_CODES, ERRORS, NAMESPACE, SERVER_EVENTS } from './index.js';
import { isEpoch, isPlace, readCursor, writeCursor } from './index.js';
import type { Ack, Change, ClientToServerEvents, NewNotification, ServerToClientEvents, UpdateAnswer } from './index.js';

const duplicates = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

describe('names', () => {
  it('are unique within what the server sends, what a client sends, and why a handshake is refused', () => {
    expect(duplicates(SERVER_EVENTS)).toEqual([]);
    expect(duplicates(CLIENT_EVENTS)).toEqual([]);
    expect(duplicates(CONNECT_ERROR_CODES)).toEqual([]);
  });

  it('share nothing between the two directions but sync, which asks and answers', () => {
    const sent = new Set<string>(SERVER_EVENTS);
    expect(CLIENT_EVENTS.filter((event) => sent.has(event))).toEqual(['sync']);
  });

  it('stay clear of those that Socket.IO keeps for itself', () => {
    const reserved = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];
    expect([...SERVER_EVENTS, ...CLIENT_EVENTS].filter((event) => reserved.includes(event))).toEqual([]);
    expect(NAMESPACE).toBe('/notifications');
  });
});

describe('ERRORS', () => {
  it.each([
    ['invalid_request', 400],
    ['unauthorized', 401],
    ['token_expired', 401],
    ['session_changed', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['too_large', 413],
    ['idempotency_mismatch', 422],
    ['rate_limited', 429],
    ['internal', 500],
    ['unavailable', 503],
  ] as const)('answers %s with %d', (code, status) => {
    expect(ERRORS[code].status).toBe(status);
  });

  it('calls retryable what a repeated call may cure', () => {
    const retryable = Object.entries(ERRORS).filter(([, { retryable }]) => retryable);
    expect(retryable.map(([code]) => code).sort()).toEqual(['rate_limited', 'token_expired', 'unavailable']);
  });
});

describe('CLOSINGS', () => {
  it('sends away for good only who was revoked or broke the protocol', () => {
    const final = Object.entries(CLOSINGS).filter(([, { reconnect }]) => !reconnect);
    expect(final.map(([code]) => code).sort()).toEqual(['protocol_error', 'revoked']);
  });
});

describe('a written cursor', () => {
  it.each([
    { epoch: 'e', inbox: 0, all: 0 },
    { epoch: 'A-z_9', inbox: 12, all: Number.MAX_SAFE_INTEGER },
  ])('is read as it was: $epoch;$inbox;$all', (cursor) => {
    expect(readCursor(writeCursor(cursor))).toEqual(cursor);
  });

  it.each([
    ['nothing', ''],
    ['a part missing', 'e;1'],
    ['a part too many', 'e;1;2;3'],
    ['no epoch', ';1;2'],
    ['an epoch with other characters', 'é;1;2'],
    ['an epoch too long', `${'e'.repeat(65)};1;2`],
    ['an empty place', 'e;;2'],
    ['a sign', 'e;-1;2'],
    ['a fraction', 'e;1.5;2'],
    ['a leading zero', 'e;01;2'],
    ['another base', 'e;0x1;2'],
    ['a blank', 'e; 1;2'],
    ['a line end', 'e;1;2\n'],
    ['more than JavaScript counts exactly', 'e;1;9007199254740992'],
  ])('is refused with %s', (_, text) => {
    expect(readCursor(text)).toBeNull();
  });
});

describe('places and epochs', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('takes %d for a place', (value) => expect(isPlace(value)).toBe(true));
  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, '1', null, undefined, { $gt: 0 }])('does not take %p for a place', (value) =>
    expect(isPlace(value)).toBe(false),
  );
  it.each(['', 'a;b', 'a b', 'x'.repeat(65), 1, null, { $ne: null }])('does not take %p for an epoch', (value) =>
    expect(isEpoch(value)).toBe(false),
  );
});

/** `true` where a value of type `T` may be sent as a payload of type `P`; the constants below compile only if it says so. */
type Fits<T, P> = [T] extends [P] ? true : false;
type Sent<E extends keyof ServerToClientEvents> = Parameters<ServerToClientEvents[E]>[0];
type Asked<E extends keyof ClientToServerEvents> = Parameters<ClientToServerEvents[E]>[0];
type Answered<E extends keyof ClientToServerEvents> = Parameters<Parameters<ClientToServerEvents[E]>[1]>[0];

describe('the event maps, at compile time', () => {
  it('let the right payloads through', () => {
    const fits: {
      frame: Fits<NewNotification, Sent<'newNotification'>>;
      text: Fits<string, Asked<'messageToServer'>>;
      noCursor: Fits<Record<string, never>, Asked<'sync'>>;
      answer: Fits<{ ok: true; data: UpdateAnswer }, Answered<'update'>>;
    } = { frame: true, text: true, noCursor: true, answer: true };
    expect(Object.values(fits)).not.toContain(false);
  });

  it('stop the wrong ones', () => {
    const fits: {
      frameWithoutCount: Fits<Omit<NewNotification, 'unread'>, Sent<'newNotification'>>;
      frameWithoutPlace: Fits<Omit<NewNotification, 'prev'>, Sent<'newNotification'>>;
      unknownSeverity: Fits<Omit<NewNotification, 'severity'> & { severity: 'fatal' }, Sent<'newNotification'>>;
      unknownClosing: Fits<{ code: 'bored'; reconnect: true }, Sent<'closing'>>;
      placeAsText: Fits<{ inbox: string; all: number }, Asked<'ack'>>;
      commandWithoutId: Fits<{ op: 'read'; ids: string[] }, Asked<'update'>>;
      unknownOp: Fits<{ commandId: string; op: 'archive' }, Asked<'update'>>;
      unknownChange: Fits<{ kind: 'moved'; id: string; seq: number }, Change>;
      unknownCode: Fits<{ ok: false; error: { code: 'oops'; message: string; retryable: false } }, Ack<never>>;
      answerOfAnother: Fits<{ ok: true; data: { echo: string } }, Answered<'update'>>;
    } = {
      frameWithoutCount: false,
      frameWithoutPlace: false,
      unknownSeverity: false,
      unknownClosing: false,
      placeAsText: false,
      commandWithoutId: false,
      unknownOp: false,
      unknownChange: false,
      unknownCode: false,
      answerOfAnother: false,
    };
    expect(Object.values(fits)).not.toContain(true);
  });
});
