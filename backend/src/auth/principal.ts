import type { ApiKeyScope, Role } from '@eventide/contracts';

/** How much longer than it says a token is good, for clocks that differ. */
export const TOKEN_LEEWAY_S = 5;

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

/** From when on a person's token is refused and opens nothing any more, in milliseconds since 1970. */
export function refusedFrom({ expiresAt }: UserPrincipal): number {
  return (expiresAt + TOKEN_LEEWAY_S) * 1_000;
}

/** The caller's part of an idempotency scope; people and services never share one. */
export function callerScope(principal: Principal): string {
  return principal.kind === 'user' ? `u:${principal.userId}` : `k:${principal.keyId}`;
}
