import { Injectable } from '@nestjs/common';
import type { LoginRequest, Me, SessionAnswer, User } from '@eventide/contracts';
import { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import { ConnectionCloser } from './connection-closer.js';
import { LoginFailures } from './login-failures.store.js';
import { isPassword } from './password.js';
import { PeopleRepository } from './people.repository.js';
import type { UserPrincipal } from './principal.js';
import { readRefreshToken, writeRefreshToken, type RefreshToken } from './refresh-cookie.js';
import { judgeRefresh } from './refresh-rotation.js';
import { refused } from './refusal.js';
import type { Revocation } from './revocation.js';
import { Revocations } from './revocations.store.js';
import { Sessions, type Session } from './sessions.store.js';
import { TokenIssuer } from './token-issuer.js';

/** A revoked session is remembered this much longer than its tokens live: clocks differ, and settings change. */
const REVOKED_MARGIN_MS = 24 * 3600 * 1000;

/** What a sign-in gives: the body of the answer, and the value of the refresh cookie. */
export interface SignedIn {
  answer: SessionAnswer;
  refreshToken: string;
}

/** A person as they are shown to themselves. */
export function meOf({ id, name, email, roles, department, grade, hiredAt }: User): Me {
  return { id, name, email, roles, department, grade, hiredAt };
}

/** Signing in, staying signed in, and the ways in which that ends. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly env: Env,
    private readonly people: PeopleRepository,
    private readonly sessions: Sessions,
    private readonly revocations: Revocations,
    private readonly failures: LoginFailures,
    private readonly issuer: TokenIssuer,
    private readonly closer: ConnectionCloser,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `unauthorized`, the same for a wrong password and an unknown account; `rate_limited` */
  async login({ email, password }: LoginRequest, address: string): Promise<SignedIn> {
    const user = await this.failures.limit(email, address, async () => {
      const account = await this.people.findByEmail(email);
      const good = await isPassword(password, account?.passwordHash ?? null);
      return good && account ? account.user : null;
    });
    if (!user) throw new DomainError('unauthorized', 'The e-mail address or the password is wrong.');
    return this.signedIn(user, await this.sessions.start(user.id));
  }

  /**
   * @param cookie the refresh cookie's value
   * @param sid the session that the client believes to be in
   * @throws DomainError `unauthorized`, `session_changed`
   */
  async refresh(cookie: string | undefined, sid: string): Promise<SignedIn> {
    const token = cookie === undefined ? null : readRefreshToken(this.env.tokens.secret, cookie);
    if (!token) throw refused();
    if (token.sid !== sid) throw new DomainError('session_changed');
    const session = await this.renewed(token);
    const user = await this.people.find(session.userId);
    if (!user) throw refused();
    return this.signedIn(user, session);
  }

  /** Ends the session of the token that asks; a token without one ends nothing. */
  async logout({ userId, sid }: UserPrincipal): Promise<void> {
    if (sid !== undefined) await this.revoke(userId, sid);
  }

  /**
   * Refuses the tokens of one session, or all of a person that were issued up to this second, and closes the
   * connections made with them.
   */
  async revoke(userId: string, sid?: string): Promise<void> {
    if (sid !== undefined) return this.revokeSession(userId, sid);
    const everything: Revocation = { userId, issuedUpTo: Math.floor(this.clock.now() / 1000) };
    await this.revocations.add(everything);
    // A token may say a second that has not come yet, as after a sign-in right behind an earlier revocation. Its session
    // refuses it.
    await Promise.all((await this.sessions.idsOf(userId)).map((each) => this.revokeSession(userId, each)));
    this.closer.close(everything);
  }

  private async revokeSession(userId: string, sid: string): Promise<void> {
    await this.revocations.add({ userId, sid }, await this.lastTokenEnds(userId, sid));
    await this.sessions.end(userId, sid);
    this.closer.close({ userId, sid });
  }

  /** When the last access token of a session of ours has surely ended; unknown of a host application's sessions. */
  private async lastTokenEnds(userId: string, sid: string): Promise<Date | undefined> {
    const session = await this.sessions.find(sid);
    if (session?.userId !== userId) return undefined;
    return new Date(this.clock.now() + this.env.tokens.accessTtlS * 1000 + REVOKED_MARGIN_MS);
  }

  private async renewed(token: RefreshToken): Promise<Session> {
    for (;;) {
      const session = await this.sessions.find(token.sid);
      if (!session) throw refused();
      switch (judgeRefresh(session, token.generation, new Date(this.clock.now()))) {
        case 'repeat':
          return session;
        case 'rotate': {
          const next = await this.sessions.rotate(session);
          if (next) return next;
          break;
        }
        case 'reused':
          await this.revoke(session.userId, session._id);
          throw refused();
        case 'refuse':
          throw refused();
      }
    }
  }

  private async signedIn(user: User, { _id: sid, generation }: Session): Promise<SignedIn> {
    const notBefore = (await this.revocations.issuedUpTo(user.id)) + 1;
    const accessToken = await this.issuer.issue(user, sid, notBefore);
    return {
      answer: { accessToken, expiresIn: this.issuer.ttlS, sid, user: meOf(user) },
      refreshToken: writeRefreshToken(this.env.tokens.secret, { sid, generation }),
    };
  }
}
