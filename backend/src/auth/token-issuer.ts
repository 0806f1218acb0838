import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { User } from '@eventide/contracts';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';

/** Makes our own access tokens, signed with the secret. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly env: Env,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  /** Seconds that a token lives. */
  get ttlS(): number {
    return this.env.tokens.accessTtlS;
  }

  /** @param notBefore seconds since 1970; the time of issue is no earlier */
  issue(user: User, sid: string, notBefore: number): Promise<string> {
    const { issuer, audience } = this.env.tokens;
    const iat = Math.max(Math.floor(this.clock.now() / 1000), notBefore);
    const claims = { sid, roles: user.roles, name: user.name, ...(user.email && { email: user.email }) };
    return this.jwt.signAsync({ ...claims, sub: user.id, iat, exp: iat + this.ttlS, iss: issuer, aud: audience });
  }
}
