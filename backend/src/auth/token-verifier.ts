import { Injectable } from '@nestjs/common';
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { Clock } from '../platform/clock.js';
import { unavailable } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { Env, type IdentityProvider } from '../platform/env.js';
import { TOKEN_LEEWAY_S, type UserPrincipal } from './principal.js';
import { refused } from './refusal.js';
import { Revocations } from './revocations.store.js';
import { principalOf } from './token-claims.js';

const REQUIRED = { clockTolerance: TOKEN_LEEWAY_S, requiredClaims: ['sub', 'exp'] };
const PROVIDER_ALGORITHMS = ['RS256', 'ES256'];
const FETCH_MS = 1_500;

function failureOf(error: unknown): DomainError {
  if (error instanceof errors.JWTExpired) return new DomainError('token_expired', 'The access token has expired.');
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return unavailable(error);
  if (error instanceof errors.JOSEError && error.code !== errors.JOSEError.code) return refused(error);
  return unavailable(error);
}

async function payloadOf(verification: Promise<{ payload: JWTPayload }>): Promise<JWTPayload> {
  try {
    return (await verification).payload;
  } catch (error) {
    throw failureOf(error);
  }
}

function algorithmOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).alg;
  } catch (error) {
    throw refused(error);
  }
}

/** Access tokens in, people out. A key accepts its own algorithms only, whatever a token's header says. */
@Injectable()
export class TokenVerifier {
  private readonly secret: Uint8Array;
  private readonly provider: (IdentityProvider & { keys: ReturnType<typeof createRemoteJWKSet> }) | undefined;

  constructor(
    private readonly env: Env,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {
    this.secret = new TextEncoder().encode(env.tokens.secret);
    const provider = env.tokens.identityProvider;
    this.provider = provider && {
      ...provider,
      keys: createRemoteJWKSet(new URL(provider.jwksUrl), { timeoutDuration: FETCH_MS }),
    };
  }

  /**
   * @throws DomainError `unauthorized` with one text for every bad or revoked token, `token_expired`, or `unavailable`
   * when revocations or the identity provider's keys can't be read
   */
  async verify(token: string): Promise<UserPrincipal> {
    const byProvider = this.provider !== undefined && PROVIDER_ALGORITHMS.includes(algorithmOf(token) ?? '');
    const payload = await (byProvider ? this.ofProvider(token) : this.ofOurs(token));
    const principal = principalOf(payload, byProvider ? this.env.tokens.rolesClaim : 'roles');
    if (!principal) throw refused();
    await this.revocations.assertActive(principal);
    return principal;
  }

  private get now(): Date {
    return new Date(this.clock.now());
  }

  private ofOurs(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.env.tokens;
    const options = { ...REQUIRED, currentDate: this.now, algorithms: ['HS256'], issuer, audience };
    return payloadOf(jwtVerify(token, this.secret, options));
  }

  private ofProvider(token: string): Promise<JWTPayload> {
    if (!this.provider) throw refused();
    const { issuer, audience, keys } = this.provider;
    const options = { ...REQUIRED, currentDate: this.now, algorithms: PROVIDER_ALGORITHMS, issuer, audience };
    return payloadOf(jwtVerify(token, keys, options));
  }
}
