import type { ApiKeyScope, Role } from '@eventide/contracts';

/** A person, by a verified access token that is not revoked. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: string;
  /** Present in tokens of our own sessions. */
  readonly sid?: string;
  readonly roles: readonly Role[];
  readonly name: string;
  readonly email?: string;
  /** Seconds since 1970, as in the token. */
  readonly issuedAt?: number;
  readonly expiresAt: number;
}

/** A service, by an API key. */
export interface ServicePrincipal {
  readonly kind: 'service';
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
}

export type Principal = UserPrincipal | ServicePrincipal;

/** The caller's part of an idempotency scope; people and services never share one. */
export function callerScope(principal: Principal): string {
  return principal.kind === 'user' ? `u:${principal.userId}` : `k:${principal.keyId}`;
}
