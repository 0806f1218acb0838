import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Revocations } from '../auth/revocations.store.js';
import { Clock } from '../platform/clock.js';
import { Recurring } from '../platform/recurring.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { Healer } from './healer.js';
import { HeadsStore, type HeadPlaces } from './heads.store.js';
import { OpenLines } from './open-lines.js';
import { RealtimeMetrics } from './realtime-metrics.js';

const BATCH = 500;
/** Looking back further than the last pass costs nothing and covers clocks that differ between nodes. */
const LOOK_BACK_MS = 60_000;

/**
 * Finds the hints that were lost: compares what each connection was sent with the stored heads, and closes what was
 * revoked meanwhile. Needs no Redis, so it also covers a node killed between commit and publication.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /**
   * Milliseconds. A pass begins `pauseMs` after the one before ended and spreads its reads over about `passMs`, so that
   * a lost hint heals within 10 s. A frame may be on its way while its head is read: only who is still behind after
   * `graceMs` is healed.
   */
  protected readonly pace = { pauseMs: 2_500, passMs: 1_500, graceMs: 500 };

  readonly #log = new Logger(Reconciler.name);
  readonly #stop = new AbortController();
  readonly #passes = new Recurring(this.pace.pauseMs, () => this.pass(), (error) => this.#skipped(error));
  /** When revocations were last read: passes may fail for as long as the database is away from this node alone. */
  #revokedUpTo: number;
  #failing = false;

  constructor(
    private readonly connections: Connections,
    private readonly lines: OpenLines,
    private readonly heads: HeadsStore,
    private readonly revocations: Revocations,
    private readonly healer: Healer,
    private readonly metrics: RealtimeMetrics,
    private readonly clock: Clock,
  ) {
    this.#revokedUpTo = clock.now();
  }

  onApplicationBootstrap(): void {
    this.#passes.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#passes.stop();
  }

  /** Looks at everybody who is connected once. */
  async pass(): Promise<void> {
    await this.#revoke();
    if (this.connections.size > 0) {
      const suspects = await this.#compare();
      if (suspects.length > 0) await this.#healStuck(suspects);
    }
    this.#failing = false;
    this.metrics.pass('done');
  }

  async #revoke(): Promise<void> {
    const now = this.clock.now();
    if (!this.lines.isEmpty) {
      const since = new Date(Math.min(this.#revokedUpTo, now) - LOOK_BACK_MS);
      for (const revocation of await this.revocations.since(since)) this.lines.revoke(revocation);
    }
    this.#revokedUpTo = now;
  }

  /** Who was sent less than is stored, as of the moment that each batch was read. */
  async #compare(): Promise<Suspect[]> {
    const users = this.connections.users();
    const pause = (this.pace.passMs / Math.ceil(users.length / BATCH)) * (0.5 + Math.random());
    const suspects: Suspect[] = [];
    for (let start = 0; start < users.length; start += BATCH) {
      const batch = users.slice(start, start + BATCH);
      const places = await this.heads.places(batch);
      const behind = batch.flatMap((userId) => [...this.connections.of(userId)].filter((each) => isBehind(each, places)));
      suspects.push(...behind.map((connection) => ({ connection, places, sent: connection.sent })));
      await this.#rest(pause);
    }
    return suspects;
  }

  async #healStuck(suspects: readonly Suspect[]): Promise<void> {
    await this.#rest(this.pace.graceMs);
    await Promise.all(suspects.filter(isStuck).map(({ connection }) => this.healer.heal(connection, 'reconciliation')));
  }

  async #rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal, ref: false });
  }

  #skipped(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.metrics.pass('skipped');
    if (!this.#failing) this.#log.warn({ msg: 'Reconciliation is skipped until the database answers', err: error });
    this.#failing = true;
  }
}

/** A connection that was behind, and where it stood then. */
interface Suspect {
  connection: Connection;
  places: HeadPlaces;
  sent: Connection['sent'];
}

/** Still behind; a client that is fetching pages by itself only if it has stopped doing so. */
function isStuck({ connection, places, sent }: Suspect): boolean {
  return isBehind(connection, places) && (connection.state === 'live' || connection.sent === sent);
}

/** Whether a connection was sent less than is stored. One that still waits for its first page is not. */
export function isBehind({ sent, userId, closed }: Pick<Connection, 'sent' | 'userId' | 'closed'>, { all, inboxes }: HeadPlaces): boolean {
  if (!sent || closed) return false;
  return sent.epoch !== all.epoch || sent.all < all.seq || sent.inbox < (inboxes.get(userId) ?? 0);
}
