import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Env } from '../env.js';
import { Metrics } from '../metrics.js';
import { isDatabaseAway } from '../mongo-failure.js';
import { Sweep } from '../sweep.js';
import { Troubles } from '../troubles.js';
import { MailOutbox, type ClaimedMail } from './mail-outbox.store.js';
import { MailRefused, Mailer } from './mailer.js';
import { MOST_ATTEMPTS, pauseAfter } from './mail-retries.js';

const AT_ONCE = 5;
const SEND_MS = 60_000;
/** Longer than a try and noting its end take. */
const LEASE_MS = 3 * SEND_MS;
const SETTLE_PAUSE_MS = 500;
/** How long a mail in the middle of being sent may hold up the end of the process. */
const LAST_MS = 4_000;

/**
 * Sends what is due. A mail is sent once, unless a process ends, or loses the database for minutes, between the mail
 * server's word and its own note of it; the repeat then has the same Message-ID.
 */
@Injectable()
export class MailSweep extends Sweep {
  readonly #log = new Logger(MailSweep.name);
  readonly #giveUp = new AbortController();
  readonly #mails;
  #ending = false;

  constructor(
    private readonly outbox: MailOutbox,
    private readonly mailer: Mailer,
    private readonly troubles: Troubles,
    metrics: Metrics,
    env: Env,
    clock: Clock,
  ) {
    super(env, clock);
    this.#mails = metrics.counter('eventide_mails_total', 'Tries to send a mail, by outcome', ['outcome']);
  }

  override async run(): Promise<void> {
    while (!this.#ending) {
      const claimed = await this.#claim();
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((one) => this.#deliver(one)));
    }
  }

  override async beforeApplicationShutdown(): Promise<void> {
    this.#ending = true;
    const last = setTimeout(() => this.#giveUp.abort(), LAST_MS);
    await super.beforeApplicationShutdown();
    clearTimeout(last);
    this.mailer.close();
  }

  async #claim(): Promise<ClaimedMail[]> {
    const claimed: ClaimedMail[] = [];
    while (claimed.length < AT_ONCE) {
      const next = await this.outbox.claim(this.now(), LEASE_MS);
      if (!next) break;
      claimed.push(next);
    }
    return claimed;
  }

  async #deliver(claimed: ClaimedMail): Promise<void> {
    const problem = await this.#try(claimed);
    const { mail, attempt } = claimed;
    if (!problem) {
      this.#mails.inc({ outcome: 'sent' });
      return this.#settle(() => this.outbox.sent(claimed));
    }
    if (problem instanceof MailRefused || attempt >= MOST_ATTEMPTS) {
      this.#mails.inc({ outcome: 'given_up' });
      this.#log.error({ msg: 'A mail was given up', mail: mail.id, attempt, problem: problem.message });
      this.troubles.report('mail_failed');
      return this.#settle(() => this.outbox.givenUp(claimed, problem.message));
    }
    this.#mails.inc({ outcome: 'retried' });
    this.#log.warn({ msg: 'A mail is tried again later', mail: mail.id, attempt, problem: problem.message });
    return this.#settle(() => this.outbox.retry(claimed, new Date(this.now().getTime() + pauseAfter(attempt))));
  }

  /** @returns what went wrong, if anything */
  async #try({ mail }: ClaimedMail): Promise<Error | undefined> {
    try {
      await this.mailer.send(mail, AbortSignal.any([this.#giveUp.signal, AbortSignal.timeout(SEND_MS)]));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error('The mail could not be sent.', { cause: error });
    }
  }

  /** Notes what became of a mail, also when the database is away for a while: else it would be sent again. */
  async #settle(note: () => Promise<void>): Promise<void> {
    for (const end = Date.now() + LEASE_MS - SEND_MS; ; ) {
      try {
        return await note();
      } catch (error) {
        if (!isDatabaseAway(error) || this.#ending || Date.now() > end) throw error;
      }
      await pause(SETTLE_PAUSE_MS);
    }
  }
}
