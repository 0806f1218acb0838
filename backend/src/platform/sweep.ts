import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from './clock.js';
import type { Env } from './env.js';
import { Recurring } from './recurring.js';

const PAUSE_MS = 500;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What time brings about, done as changes of their own: publication, expiry, forgetting. Runs often enough that nothing
 * is later than 2 s. Several processes may sweep at once, so each change has to be judged in its own transaction; they
 * judge by one time, so that a process whose clock is ahead brings nothing about too early.
 */
export abstract class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(this.constructor.name);
  readonly #passes = new Recurring(
    PAUSE_MS,
    () => this.run(this.now()),
    (error) => this.#logger.warn({ error }, 'A sweep failed; the next one tries again'),
  );

  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
  ) {}

  /** One sweep, as of `now`. */
  abstract run(now: Date): Promise<void>;

  onApplicationBootstrap(): void {
    this.#passes.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#passes.stop();
  }

  protected now(): Date {
    return new Date(this.clock.now());
  }

  /** What was changed before is kept no longer. */
  protected keptSince(now: Date): Date {
    return new Date(now.getTime() - this.env.retentionDays * DAY_MS);
  }
}
