import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { PeopleRepository } from '../auth/people.repository.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { DomainError } from '../platform/domain-error.js';
import { toDomainError } from '../platform/failure.js';
import { Recurring } from '../platform/recurring.js';
import { Troubles, type Trouble } from '../platform/troubles.js';
import { alertOf } from './alert-texts.js';

const PAUSE_MS = 1_000;
const HOUR_MS = 60 * 60 * 1_000;
const ADMINS_AT_ONCE = 100;

/**
 * Tells administrators of troubles by a critical notification: at most one per trouble and hour, whatever the number of
 * nodes, since cause and hour are its idempotency key. What can't be stored now is tried again until it is, or until
 * the process ends.
 */
@Injectable()
export class Alerts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(Alerts.name);
  /** By trouble and hour: what is still to be told. */
  readonly #pending = new Map<string, Trouble>();
  readonly #rounds = new Recurring(
    PAUSE_MS,
    () => this.tellPending(),
    (error) => this.#retryLater(error),
  );

  constructor(
    private readonly people: PeopleRepository,
    private readonly notifications: NotificationsService,
    troubles: Troubles,
  ) {
    troubles.listen((trouble) => this.#note(trouble));
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#rounds.stop();
  }

  /**
   * Tells what is still to be told.
   * @throws DomainError `unavailable` when it can't be stored now
   */
  async tellPending(): Promise<void> {
    for (const [key, trouble] of this.#pending) {
      await this.#tell(key, trouble);
      this.#pending.delete(key);
    }
  }

  #note(trouble: Trouble): void {
    this.#logger.error({ msg: 'Administrators are to be told', trouble });
    this.#pending.set(`${trouble} ${Math.floor(Date.now() / HOUR_MS)}`, trouble);
  }

  async #tell(key: string, trouble: Trouble): Promise<void> {
    for (let after = ''; ; ) {
      const admins = await this.people.withRole('admin', after, ADMINS_AT_ONCE);
      for (const admin of admins) await this.#tellOne(admin, key, trouble);
      const last = admins.at(-1);
      if (last === undefined || admins.length < ADMINS_AT_ONCE) return;
      after = last;
    }
  }

  /** Each under a key of their own: somebody may become an administrator between two tries. */
  async #tellOne(admin: string, key: string, trouble: Trouble): Promise<void> {
    try {
      await this.notifications.notifyUser(admin, alertOf(trouble), { key: `alert ${key} ${admin}` });
    } catch (error) {
      // A node of another release has told it in its own words.
      if (!(error instanceof DomainError) || error.code !== 'idempotency_mismatch') throw error;
    }
  }

  #retryLater(error: unknown): void {
    const { code } = toDomainError(error);
    if (code === 'unavailable') this.#logger.debug({ msg: 'Administrators are told later', err: error });
    else this.#logger.error({ msg: 'Administrators could not be told', err: error });
  }
}
