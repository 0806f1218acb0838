import type { Closing, ClosingCode, ConnectErrorCode, ConnectErrorData } from '@eventide/contracts';

/**
 * `live`: frames arrive. `connecting`: the first connection is being made. `reconnecting`: it was lost.
 * `offline`: the browser has no network. `stopped`: nobody is signed in, or the server said not to return.
 */
export type ConnectionStatus = 'live' | 'connecting' | 'reconnecting' | 'offline' | 'stopped';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** When the next try is due, in milliseconds since 1970; absent while none is planned. */
  readonly retryAt?: number;
  /** Why the last connection ended or was refused, where the server said so. */
  readonly reason?: ConnectErrorCode | ClosingCode;
  /** What carries a live connection, where it isn't a socket. */
  readonly carrier?: 'stream';
}

export function sameState(one: ConnectionState, other: ConnectionState): boolean {
  const isSame = (field: keyof ConnectionState): boolean => one[field] === other[field];
  return isSame('status') && isSame('retryAt') && isSame('reason') && isSame('carrier');
}

/** How a connection, or the try to make one, ended. */
export type ConnectionEnd =
  | { readonly kind: 'refused'; readonly refusal: ConnectErrorData }
  | { readonly kind: 'closed'; readonly closing: Closing }
  | { readonly kind: 'lost' };

/** What the tries so far say about the next one. */
export interface Tries {
  /** Tries since a connection last held. */
  readonly failures: number;
  /** The token of the last try was already a fresh one. */
  readonly tokenWasFresh: boolean;
  /** What the browser says about the network. */
  readonly online: boolean;
}

export type NextStep =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly freshToken: boolean }
  | { readonly kind: 'stop'; readonly signInNeeded: boolean };

/** A connection that lasted this long has proved itself: the back-off starts again from the bottom. */
export const PROVEN_AFTER_MS = 5_000;

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 5_000;
/** `navigator.onLine` can be wrong, so trying goes on, but slowly; the `online` event cuts it short. */
const OFFLINE_DELAY_MS = 30_000;
/** A place becomes free when the person closes another tab or device. */
const TOO_MANY_DELAY_MS = 30_000;

/**
 * Decides what follows after a connection ended: when to try again, or that trying is pointless.
 * `random` is uniform in [0, 1), as `Math.random`.
 */
export function nextStep(end: ConnectionEnd, tries: Tries, random: () => number): NextStep {
  switch (end.kind) {
    case 'refused':
      return afterRefusal(end.refusal, tries, random);
    case 'closed':
      return afterClosing(end.closing, tries, random);
    case 'lost':
      return retry(tries.online ? backOff(tries.failures, random) : OFFLINE_DELAY_MS);
  }
}

/** Full jitter: anywhere between at once and a bound that doubles up to 5 s, so that crowds spread out. */
export function backOff(failures: number, random: () => number): number {
  const bound = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.round(random() * bound);
}

function afterRefusal(refusal: ConnectErrorData, tries: Tries, random: () => number): NextStep {
  const asked = refusal.retryAfterMs ?? 0;
  switch (refusal.code) {
    case 'unauthorized':
      return { kind: 'stop', signInNeeded: true };
    case 'token_expired':
      return tries.tokenWasFresh ? { kind: 'stop', signInNeeded: true } : retry(0, true);
    case 'forbidden_origin':
      return { kind: 'stop', signInNeeded: false };
    case 'too_many_connections':
      return retry(Math.max(asked, TOO_MANY_DELAY_MS));
    case 'overloaded':
    case 'unavailable':
      return retry(asked + backOff(tries.failures, random));
  }
}

function afterClosing(closing: Closing, tries: Tries, random: () => number): NextStep {
  if (!closing.reconnect) return { kind: 'stop', signInNeeded: closing.code === 'revoked' };
  // The server has drawn `afterMs` at random itself, so that a drained node's clients come back spread out.
  const afterMs = closing.afterMs ?? backOff(tries.failures, random);
  return retry(afterMs, closing.code === 'token_expired');
}

function retry(afterMs: number, freshToken = false): NextStep {
  return { kind: 'retry', afterMs, freshToken };
}
