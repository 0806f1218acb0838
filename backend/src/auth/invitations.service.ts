import { Injectable } from '@nestjs/common';
import type { Invitation, SetPasswordRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import { Idempotency, type OnceKey } from '../platform/idempotency.js';
import { MailOutbox } from '../platform/mail/mail-outbox.store.js';
import { Mongo } from '../platform/mongo.js';
import { transact } from '../platform/transaction.js';
import { invitationMail } from './invitation-mail.js';
import { Invitations, type InvitationRecord } from './invitations.store.js';
import { LoginFailures } from './login-failures.store.js';
import { hashPassword } from './password.js';
import { PeopleRepository } from './people.repository.js';
import { SessionsService } from './sessions.service.js';

/** In the place of an account: tries are counted by address alone. */
const ANY_INVITATION = 'invitation';

/** Accounts get their first password, or a new one, by a link in a mail. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
    private readonly people: PeopleRepository,
    private readonly invitations: Invitations,
    private readonly mails: MailOutbox,
    private readonly idempotency: Idempotency,
    private readonly failures: LoginFailures,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Mails a person a link to set a password; links before it are good no more.
   * @throws DomainError `not_found` for somebody unknown, `conflict` for somebody without an e-mail address
   */
  async invite(id: string, once: OnceKey | undefined): Promise<Invitation> {
    const user = await this.people.find(id);
    if (!user) throw new DomainError('not_found');
    const { name, email } = user;
    if (email === null) throw new DomainError('conflict', 'This person has no e-mail address.');
    return this.idempotency.run(once, async (session) => {
      const invitation = await this.invitations.replace(id, email, session);
      const [origin = ''] = this.env.http.allowedOrigins;
      await this.mails.add(invitationMail({ id, name, email }, invitation, origin), session);
      return { expiresAt: invitation.expiresAt.toISOString() };
    });
  }

  /**
   * Sets the password of whoever was invited, and ends their sessions.
   * @param address of the caller: too many wrong invitations from one are refused for a while
   * @throws DomainError `not_found` for an invitation that is not or no longer good, `rate_limited`
   */
  async setPassword({ invite, password }: SetPasswordRequest, address: string): Promise<void> {
    const userId = await this.failures.limit(ANY_INVITATION, address, async () => {
      const invitation = await this.invitations.find(invite);
      const isGood = invitation !== null && (await this.isForOwner(invitation));
      return isGood ? this.redeem(invitation, await hashPassword(password)) : null;
    });
    if (userId === null) throw new DomainError('not_found', 'This invitation is not valid any more. Please ask for a new one.');
    await this.sessions.revoke(userId);
  }

  /** Somebody who had the address, or the account, before is not the one who is invited. */
  private async isForOwner({ userId, email }: InvitationRecord): Promise<boolean> {
    return (await this.people.find(userId))?.email === email;
  }

  private redeem(invitation: InvitationRecord, passwordHash: string): Promise<string | null> {
    return transact(this.mongo, async (session) => {
      if (!(await this.invitations.use(invitation, session))) return null;
      await this.people.setPassword(invitation.userId, passwordHash, session);
      return invitation.userId;
    });
  }
}
