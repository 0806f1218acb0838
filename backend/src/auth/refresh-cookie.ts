import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions } from 'express';

export const REFRESH_COOKIE = 'eventide_refresh';

/** What a refresh cookie proves: the bearer once got this generation of this session. */
export interface RefreshToken {
  sid: string;
  generation: number;
}

function macOf(secret: string, { sid, generation }: RefreshToken): Buffer {
  return createHmac('sha256', secret).update(`refresh ${sid} ${generation}`).digest();
}

/** `sid.generation.mac`: the same generation always gives the same cookie, so that it can be repeated. */
export function writeRefreshToken(secret: string, token: RefreshToken): string {
  return `${token.sid}.${token.generation}.${macOf(secret, token).toString('base64url')}`;
}

/** @returns null for anything that {@link writeRefreshToken} did not make */
export function readRefreshToken(secret: string, text: string): RefreshToken | null {
  const [sid = '', generation = '', mac = '', ...rest] = text.split('.');
  if (rest.length > 0 || !/^[1-9]\d{0,14}$/.test(generation)) return null;
  const token = { sid, generation: Number(generation) };
  const expected = macOf(secret, token);
  const given = Buffer.from(mac, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

/** The refresh cookie of a request, from its `Cookie` header. */
export function refreshCookieOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[REFRESH_COOKIE];
}

/** Sent to the session routes only, never from other sites, and out of scripts' reach. */
export function refreshCookieOptions(production: boolean, ttlS: number): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: production, path: '/api/auth', maxAge: ttlS * 1000 };
}
