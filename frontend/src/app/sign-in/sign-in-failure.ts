import { inSeconds, type Failure } from '../core/failure';
import type { SessionEnd } from '../core/session';

/** Why a sign-in didn't work, said to the person who tried. */
export function signInFailure(failure: Failure): string {
  switch (failure.code) {
    case 'unauthorized':
    case 'invalid_request':
      return 'That email and password don’t match. Check both and try again.';
    case 'rate_limited':
      return `Too many tries that failed. Try again ${inSeconds(failure.retryAfterS)}.`;
    case 'unreachable':
      return 'The server can’t be reached. Check your connection and try again.';
    default:
      return failure.message;
  }
}

const ENDS: Record<SessionEnd, string> = {
  expired: 'Your session has ended. Sign in to go on where you were.',
  revoked: 'Your session was ended. Sign in to go on where you were.',
  elsewhere: 'You signed out in another tab.',
  'server-not-told': 'You are signed out here, but the server couldn’t be told. Your session there ends by itself.',
};

/** Why the person sees the sign-in page again, if not by own choice. */
export function sessionEndText(end: SessionEnd | null): string | null {
  return end === null ? null : ENDS[end];
}
