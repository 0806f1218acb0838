import type { ConnectErrorCode, ConnectErrorData } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';

const FULL_RETRY_MS = 30_000;

/** Why somebody is not let in. Socket.IO hands `data` to the client's `connect_error`. */
export class ConnectRefused extends Error {
  constructor(readonly data: ConnectErrorData) {
    super(data.code);
    this.name = ConnectRefused.name;
  }
}

/** @param retryAfterMs spread over twice that time, so that those who were refused together don't return together */
export function refuse(code: ConnectErrorCode, retryAfterMs?: number): ConnectRefused {
  return new ConnectRefused(retryAfterMs === undefined ? { code } : { code, retryAfterMs: spread(retryAfterMs) });
}

/**
 * The error that refuses a stream over HTTP; one that is no refusal as it is.
 * @param tell is told the code
 */
export function refusedStream(error: unknown, tell: (code: ConnectErrorCode) => void): unknown {
  if (!(error instanceof ConnectRefused)) return error;
  const { code, retryAfterMs } = error.data;
  tell(code);
  if (code === 'unauthorized' || code === 'token_expired') return new DomainError(code);
  if (code === 'forbidden_origin') return new DomainError('forbidden');
  if (code === 'too_many_connections') {
    return new DomainError('rate_limited', 'Too many connections are open already.', { retryAfterMs: FULL_RETRY_MS });
  }
  return new DomainError('unavailable', undefined, { retryAfterMs });
}

function spread(ms: number): number {
  return Math.round(ms * (1 + Math.random()));
}
