import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createClient } from 'redis';
import { before, fromNow } from './deadline.js';
import { Env } from './env.js';
import { Metrics } from './metrics.js';

/** A client as this file opens them. */
export type RedisClient = ReturnType<typeof makeClient>;

export type RedisState = 'off' | 'ready' | 'away';

const CONNECT_MS = 2_000;
const ANSWER_MS = 500;
const PING_MS = 5_000;
const LONGEST_QUEUE = 20_000;
const LONGEST_RETRY_MS = 2_000;

/** Calls whose promises the Socket.IO adapter drops: a rejection nobody hears ends the process. */
const DROPPED_BY_ADAPTER = ['publish', 'sPublish', 'spublish', 'subscribe', 'sSubscribe', 'ssubscribe', 'sUnsubscribe', 'sunsubscribe'] as const;

/** What a guarded call resolves with when it failed. */
export const FAILED = Symbol('failed');

function retryDelay(retries: number): number {
  return Math.min(LONGEST_RETRY_MS, 50 * 2 ** Math.min(retries, 6)) * (0.5 + Math.random() / 2);
}

function makeClient(url: string | undefined, name: string, disableOfflineQueue: boolean) {
  return createClient({
    url,
    name: `eventide-${name}`,
    disableOfflineQueue,
    commandsQueueMaxLength: LONGEST_QUEUE,
    pingInterval: PING_MS,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: retryDelay },
  });
}

/**
 * Opens, guards and closes every Redis connection of the process. Nothing that Redis does or fails to do ends the
 * process or holds a caller: unreachable at the start means that the connections are made later.
 */
@Injectable()
export class RedisClients implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisClients.name);
  private readonly clients: RedisClient[] = [];
  private readonly failures;
  private pending = 0;

  constructor(
    private readonly env: Env,
    metrics: Metrics,
  ) {
    this.failures = metrics.counter('eventide_redis_failures_total', 'Redis calls and connections that failed', ['client']);
    metrics.gauge('eventide_redis_pending_calls', 'Calls that Redis has not answered, those that wait for it included', [], (gauge) =>
      gauge.set(this.pending),
    );
  }

  /** Whether `REDIS_URL` is set. */
  get enabled(): boolean {
    return this.env.redisUrl !== undefined;
  }

  /**
   * What the names of all our channels and keys begin with: deployments that share a Redis, each with a database of its
   * own, hear nothing of each other.
   */
  get namespace(): string {
    return `eventide:${this.env.mongo.db}`;
  }

  /**
   * A client that connects by itself, now and after every loss; never throws.
   * @param purpose `publish`: calls fail at once while Redis is away; `subscribe`: they wait for it
   */
  open(name: string, purpose: 'publish' | 'subscribe'): RedisClient {
    const client = makeClient(this.env.redisUrl, name, purpose === 'publish');
    client.on('error', (error: Error) => this.count(name, error));
    client.on('ready', () => this.logger.log({ msg: 'Redis connected', client: name }));
    this.guard(name, client);
    client.connect().catch((error: unknown) => this.count(name, error));
    this.clients.push(client);
    return client;
  }

  /** `ready` while every connection is open. */
  state(): RedisState {
    if (!this.enabled) return 'off';
    return this.clients.length > 0 && this.clients.every((client) => client.isReady) ? 'ready' : 'away';
  }

  /** As {@link state}, but asks: the connection to one that is frozen is open still. */
  async probe(): Promise<RedisState> {
    const state = this.state();
    if (state !== 'ready') return state;
    try {
      await before(fromNow(ANSWER_MS), Promise.all(this.clients.map((client) => client.ping())));
      return 'ready';
    } catch (error) {
      this.count('probe', error);
      return 'away';
    }
  }

  /** Ends all connections; what is still queued is dropped. */
  onApplicationShutdown(): void {
    for (const client of this.clients.splice(0)) client.destroy();
  }

  private guard(name: string, client: RedisClient): void {
    const calls = client as unknown as Record<string, unknown>;
    for (const method of DROPPED_BY_ADAPTER) {
      const original = calls[method];
      if (typeof original !== 'function') continue;
      calls[method] = (...args: unknown[]) => {
        this.pending += 1;
        return Promise.resolve(original.apply(client, args))
          .catch((error: unknown) => {
            this.count(name, error);
            return FAILED;
          })
          .finally(() => (this.pending -= 1));
      };
    }
  }

  private count(client: string, error: unknown): void {
    this.failures.inc({ client });
    this.logger.debug({ msg: 'Redis failed', client, err: error });
  }
}
