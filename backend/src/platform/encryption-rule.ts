import type { IncomingHttpHeaders } from 'node:http';

/** What is known of a connection before anybody is asked who he is. */
export interface Link {
  /** The address of whoever is at the other end: a client, or the nearest proxy. */
  peer: string;
  headers: IncomingHttpHeaders;
}

export interface EncryptionSettings {
  production: boolean;
  /** Whether reverse proxies stand in front. */
  proxied: boolean;
  allowedOrigins: readonly string[];
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/**
 * Whether a connection may carry tokens in production. TLS ends at a reverse proxy, which says by `X-Forwarded-Proto`
 * what it was called by; without one only this machine itself may connect. Pages that are listed with a plain address
 * are the operator's own decision.
 */
export function isEncryptedEnough({ peer, headers }: Link, { production, proxied, allowedOrigins }: EncryptionSettings): boolean {
  if (!production) return true;
  const forwarded = headers['x-forwarded-for'] !== undefined || headers['x-forwarded-proto'] !== undefined;
  if (!proxied || !forwarded) return LOOPBACK.test(peer);
  const nearest = headers['x-forwarded-proto']?.toString().split(',').at(-1)?.trim();
  if (nearest === 'https' || nearest === 'wss') return true;
  const { origin } = headers;
  return origin !== undefined && origin.startsWith('http://') && allowedOrigins.includes(origin);
}
