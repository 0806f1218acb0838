import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DEADLINES } from '../platform/deadline.js';
import { Mongo } from '../platform/mongo.js';
import { Recurring } from '../platform/recurring.js';
import { RedisClients } from '../platform/redis-clients.js';
import { Troubles } from '../platform/troubles.js';
import { Outage } from './outage.js';

export class OutageLimits {
  /** How long a server may be away before it is trouble. */
  readonly toleratedMs: number = 30_000;
  /** Between two looks. */
  readonly pauseMs: number = 2_000;
}

/** Asks MongoDB and Redis whether they are there, and reports whichever is lost for too long. */
@Injectable()
export class OutageWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(OutageWatch.name);
  readonly #database: Outage;
  readonly #redis: Outage;
  readonly #looks: Recurring;

  constructor(
    private readonly mongo: Mongo,
    private readonly redis: RedisClients,
    private readonly troubles: Troubles,
    limits: OutageLimits,
  ) {
    this.#database = new Outage(limits.toleratedMs);
    this.#redis = new Outage(limits.toleratedMs);
    this.#looks = new Recurring(
      limits.pauseMs,
      () => this.#look(),
      (error) => this.#logger.error({ msg: 'Looking for outages failed', err: error }),
    );
  }

  onApplicationBootstrap(): void {
    this.#looks.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#looks.stop();
  }

  async #look(): Promise<void> {
    const [database, redis] = await Promise.all([this.mongo.answers(DEADLINES.probe), this.redis.probe()]);
    if (this.#database.observe(database, Date.now())) this.troubles.report('database_lost');
    if (this.#redis.observe(redis !== 'away', Date.now())) this.troubles.report('redis_lost');
  }
}
