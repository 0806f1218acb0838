import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { failureOf, inSeconds } from './failure';

function refused(status: number, body: unknown = null, headers: Record<string, string> = {}): HttpErrorResponse {
  return new HttpErrorResponse({ status, error: body, headers: new HttpHeaders(headers) });
}

describe(failureOf.name, () => {
  it('takes code and fields from a problem document', () => {
    const errors = [{ field: 'title', problem: 'is required' }];
    const failure = failureOf(refused(400, { code: 'invalid_request', errors }));
    expect(failure).toMatchObject({ code: 'invalid_request', fields: errors });
  });

  it('calls no answer, and a proxy without a server, unreachable', () => {
    expect(failureOf(refused(0)).code).toBe('unreachable');
    expect(failureOf(refused(502, '<html>')).code).toBe('unreachable');
  });

  it('falls back on the status when the body is no problem document', () => {
    expect(failureOf(refused(404, { code: 'made_up' })).code).toBe('not_found');
    expect(failureOf(refused(418)).code).toBe('internal');
  });

  it('says how long to wait', () => {
    const failure = failureOf(refused(429, { code: 'rate_limited' }, { 'Retry-After': '42' }));
    expect(failure.retryAfterS).toBe(42);
    expect(failure.message).toContain('in 42 seconds');
  });

  it('shows why something conflicts', () => {
    expect(failureOf(refused(409, { code: 'conflict', detail: 'It is published.' })).message).toBe('It is published.');
  });

  it('passes on what is no failed request', () => {
    expect(() => failureOf(new TypeError('a fault of ours'))).toThrow(TypeError);
  });
});

describe(inSeconds.name, () => {
  it.each([
    [null, 'in a moment'],
    [1, 'in a second'],
    [60, 'in 60 seconds'],
    [91, 'in 2 minutes'],
  ])('puts %p as "%s"', (seconds, words) => expect(inSeconds(seconds)).toBe(words));
});
