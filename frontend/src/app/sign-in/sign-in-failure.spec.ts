import { describe, expect, it } from '@jest/globals';
import type { Failure } from '../core/failure';
import { sessionEndText, signInFailure } from './sign-in-failure';

function failure(code: Failure['code'], retryAfterS: number | null = null): Failure {
  return { code, message: 'as the server says', fields: [], retryAfterS };
}

describe(signInFailure.name, () => {
  it('tells a wrong password, a pause and a silent server apart', () => {
    expect(signInFailure(failure('unauthorized'))).toContain('don’t match');
    expect(signInFailure(failure('rate_limited', 30))).toContain('in 30 seconds');
    expect(signInFailure(failure('unreachable'))).toContain('can’t be reached');
    expect(signInFailure(failure('unavailable'))).toBe('as the server says');
  });
});

describe(sessionEndText.name, () => {
  it('has nothing to explain after a sign-out of one’s own', () => {
    expect(sessionEndText(null)).toBeNull();
    expect(sessionEndText('elsewhere')).toContain('another tab');
  });
});
