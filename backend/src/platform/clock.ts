import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { Mongo } from './mongo.js';
import { Recurring } from './recurring.js';

const LOOK_MS = 10_000;
/** A look that took longer than this says nothing. */
const LONGEST_LOOK_MS = 500;
/** Smaller differences are borne, as the way to the database and back makes some by itself. */
const LEAST_DIFFERENCE_MS = 1_000;

/**
 * The time by which it is judged who may be here: tokens, sessions, revocations. It is this machine's, unless it differs
 * from the database's; then it is that, so that all nodes agree and none lets in or keeps whom another shuts out.
 */
@Injectable()
export class Clock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Clock.name);
  readonly #looks = new Recurring(LOOK_MS, () => this.look(), (error) => this.#log.debug({ msg: 'The database did not tell its time', err: error }));
  #aheadMs = 0;

  constructor(
    private readonly mongo: Mongo,
    metrics: Metrics,
  ) {
    metrics.gauge('eventide_clock_ahead_seconds', 'By how much the clock of this machine is ahead of the database, where that is over a second', [], (gauge) =>
      gauge.set(this.#aheadMs / 1_000),
    );
  }

  onApplicationBootstrap(): void {
    this.#looks.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#looks.stop();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() - this.#aheadMs;
  }

  /** Compares with the database. To be awaited before listening; a database that does not answer changes nothing. */
  async look(): Promise<void> {
    const asked = Date.now();
    const there = (await this.mongo.time()).getTime();
    const answered = Date.now();
    if (answered - asked > LONGEST_LOOK_MS) return;
    const ahead = Math.round((asked + answered) / 2) - there;
    const isWrong = Math.abs(ahead) >= LEAST_DIFFERENCE_MS;
    if (isWrong && this.#aheadMs === 0) this.#log.warn({ msg: 'The clocks of this machine and of the database differ', aheadMs: ahead });
    this.#aheadMs = isWrong ? ahead : 0;
  }
}
