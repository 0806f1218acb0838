import { LIMITS } from '@eventide/contracts';
import type { JWTPayload } from 'jose';
import { userId } from '../platform/schemas.js';
import type { UserPrincipal } from './principal.js';

const LONGEST_SID = 256;

function claimAt(payload: JWTPayload, path: string): unknown {
  let value: unknown = payload[path];
  if (value !== undefined) return value;
  value = payload;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/**
 * Who a verified token speaks of.
 * @param rolesClaim the claim that holds the roles; may be a dotted path
 * @returns null when `sub`, `exp` or `sid` is not what the contract allows
 */
export function principalOf(payload: JWTPayload, rolesClaim: string): UserPrincipal | null {
  const { sub, exp, iat, sid } = payload;
  if (!userId.safeParse(sub).success || sub === undefined || typeof exp !== 'number') return null;
  if (sid !== undefined && (typeof sid !== 'string' || sid === '' || sid.length > LONGEST_SID)) return null;
  const roles = claimAt(payload, rolesClaim);
  return {
    kind: 'user',
    userId: sub,
    sid,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    // It becomes part of what others are told, and some identity providers let people choose it.
    name: textOr(payload['name'], sub).slice(0, LIMITS.name).toWellFormed(),
    email: textOr(payload['email'], undefined),
    issuedAt: iat,
    expiresAt: exp,
  };
}
