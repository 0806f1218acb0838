import { HttpErrorResponse } from '@angular/common/http';
import { ERRORS, type ErrorCode, type FieldProblem, type Problem } from '@eventide/contracts';

/** What a refused or lost request means to the person who made it. */
export interface Failure {
  /** `unreachable`: no answer came at all. */
  code: ErrorCode | 'unreachable';
  /** A whole sentence, fit for the screen. */
  message: string;
  /** What the server says about single fields; empty unless `invalid_request`. */
  fields: FieldProblem[];
  /** Seconds the server asks to wait, if it does. */
  retryAfterS: number | null;
}

const SENTENCES: Record<Failure['code'], string> = {
  unreachable: 'Eventide can’t be reached. Check your connection and try again.',
  unavailable: 'Eventide is busy right now. Nothing is lost: try again in a moment.',
  internal: 'Something went wrong on our side. Try again in a moment.',
  rate_limited: 'That was too often.',
  unauthorized: 'Your session has ended. Sign in again.',
  token_expired: 'Your session has ended. Sign in again.',
  session_changed: 'Another account signed in with this browser.',
  forbidden: 'Your account may not do this.',
  not_found: 'This no longer exists, or it isn’t yours to see.',
  conflict: 'This was changed in the meantime.',
  too_large: 'This is too long to be stored.',
  invalid_request: 'Some of this can’t be stored as it is.',
  idempotency_mismatch: 'This was already sent with other content. Try again.',
};

/**
 * Reads a failed HTTP call. Anything that isn't one is a fault of ours and is thrown again,
 * so that the error handler gets it.
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof HttpErrorResponse)) throw error;
  const problem = problemIn(error.error);
  const code = problem?.code ?? codeOfStatus(error.status);
  const retryAfterS = secondsIn(error.headers.get('Retry-After'));
  const wait = code === 'rate_limited' ? ` Try again ${inSeconds(retryAfterS)}.` : '';
  const detail = code === 'conflict' && problem?.detail ? problem.detail : SENTENCES[code];
  return { code, message: detail + wait, fields: problem?.errors ?? [], retryAfterS };
}

/** 'in 20 seconds', 'in 2 minutes', 'in a moment' when nothing is known. */
export function inSeconds(seconds: number | null): string {
  if (seconds === null) return 'in a moment';
  if (seconds <= 1) return 'in a second';
  if (seconds < 90) return `in ${seconds} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

function problemIn(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null || !('code' in body)) return null;
  return typeof body.code === 'string' && body.code in ERRORS ? (body as Problem) : null;
}

function codeOfStatus(status: number): Failure['code'] {
  if (status === 0 || status === 502 || status === 504) return 'unreachable';
  const codes = Object.keys(ERRORS) as ErrorCode[];
  return codes.find((code) => ERRORS[code].status === status) ?? 'internal';
}

function secondsIn(header: string | null): number | null {
  const seconds = Number(header ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
