import { describe, expect, it } from '@jest/globals';
import { readRefreshToken, refreshCookieOf, refreshCookieOptions, writeRefreshToken } from './refresh-cookie.js';

const token = { sid: '0b9f', generation: 12 };
const written = writeRefreshToken('secret', token);

describe(readRefreshToken.name, () => {
  it('reads what was written', () => {
    expect(readRefreshToken('secret', written)).toEqual(token);
  });

  it('writes the same generation the same way, so that it can be repeated', () => {
    expect(writeRefreshToken('secret', token)).toBe(written);
  });

  it.each([
    ['another generation', written.replace('.12.', '.13.')],
    ['another session', written.replace('0b9f', '0b9e')],
    ['a cut code', written.slice(0, -1)],
    ['no code', '0b9f.12'],
    ['more parts', `${written}.x`],
    ['a generation that is no number', written.replace('.12.', '.012.')],
    ['nothing', ''],
    ['another secret', writeRefreshToken('other', token)],
  ])('refuses %s', (_, text) => {
    expect(readRefreshToken('secret', text)).toBeNull();
  });
});

describe(refreshCookieOf.name, () => {
  it('finds the cookie among others', () => {
    expect(refreshCookieOf('a=b; eventide_refresh=x.1.y; c=d')).toBe('x.1.y');
  });

  it('finds nothing without one', () => {
    expect([refreshCookieOf(undefined), refreshCookieOf('a=b')]).toEqual([undefined, undefined]);
  });
});

describe(refreshCookieOptions.name, () => {
  it('goes to the session routes alone, over TLS in production', () => {
    const options = { httpOnly: true, sameSite: 'strict', path: '/api/auth', maxAge: 60_000 };
    expect(refreshCookieOptions(true, 60)).toEqual({ ...options, secure: true });
    expect(refreshCookieOptions(false, 60)).toEqual({ ...options, secure: false });
  });
});
