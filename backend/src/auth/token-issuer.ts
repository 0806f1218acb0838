import { Injectable } from '@nestjs/common';
import type { User } from '@eventide/contracts';
import { SignJWT } from 'jose';
import { Env } from '../platform/env.js';

/** Makes our own access tokens, signed with the secret. */
@Injectable()
export class TokenIssuer {
  private readonly secret: Uint8Array;

  constructor(private readonly env: Env) {
    this.secret = new TextEncoder().encode(env.tokens.secret);
  }

  /** Seconds that a token lives. */
  get ttlS(): number {
    return this.env.tokens.accessTtlS;
  }

  /** @param notBefore seconds since 1970; the time of issue is no earlier */
  issue(user: User, sid: string, notBefore: number): Promise<string> {
    const issuedAt = Math.max(Math.floor(Date.now() / 1000), notBefore);
    const { issuer, audience } = this.env.tokens;
    return new SignJWT({ sid, roles: user.roles, name: user.name, ...(user.email && { email: user.email }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(user.id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.ttlS)
      .sign(this.secret);
  }
}
