import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { toDomainError } from '../platform/failure.js';
import { Leases } from '../platform/leases.js';
import { Metrics } from '../platform/metrics.js';
import { Recurring } from '../platform/recurring.js';
import { Troubles } from '../platform/troubles.js';
import { InboxRepository, type Recount } from './inbox.repository.js';
import { InboxWriter } from './inbox-writer.js';

const PAUSE_MS = 1_000;
const MOST_AT_ONCE = 100;
const LEASE = 'inbox-audit';
const LEASE_MS = 30_000;

/**
 * Counts every inbox again, round after round, at no more than 100 a second. A count that is wrong, which must never
 * be, is set right as a numbered change, so that connected devices correct theirs, and is reported. One process at a
 * time does it; should two, who comes second finds the count right. What can't be counted in time is tried again with
 * fewer inboxes, and an inbox that fails by itself is left out, so that those behind it have their turn.
 */
@Injectable()
export class InboxAudit implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(InboxAudit.name);
  readonly #pages = new Recurring(
    PAUSE_MS,
    () => this.page(),
    (error) => this.#logger.warn({ msg: 'The audit could not go on; it tries again', err: toDomainError(error) }),
  );
  readonly #audited;
  readonly #drifted;
  /** The last inbox of the page before. */
  #last = '';
  #size = MOST_AT_ONCE;

  constructor(
    private readonly inboxes: InboxRepository,
    private readonly writer: InboxWriter,
    private readonly troubles: Troubles,
    private readonly leases: Leases,
    metrics: Metrics,
  ) {
    this.#audited = metrics.counter('eventide_audited_inboxes_total', 'Inboxes whose unread count was counted again');
    this.#drifted = metrics.counter('eventide_count_drift_total', 'Unread counts that were wrong and set right; must be 0');
  }

  onApplicationBootstrap(): void {
    this.#pages.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#pages.stop();
    await this.leases.release(LEASE).catch((error: unknown) => {
      this.#logger.warn({ msg: 'The audit is taken over by another process only when its lease ends', err: toDomainError(error) });
    });
  }

  /** Looks at the next inboxes, if no other process does; behind the last one it begins anew. */
  async page(): Promise<void> {
    if (!(await this.leases.hold(LEASE, LEASE_MS))) return;
    const size = this.#size;
    const page = await this.#recount(size);
    for (const { userId, stored, counted } of page) if (stored !== counted) await this.#setRight(userId);
    this.#audited.inc(page.length);
    this.#last = page.length < size ? '' : (page.at(-1)?.userId ?? '');
    this.#size = Math.min(MOST_AT_ONCE, 2 * size);
  }

  async #recount(size: number): Promise<Recount[]> {
    try {
      return await this.inboxes.recount(this.#last, size);
    } catch (error) {
      if (size === 1) await this.#leaveOut();
      this.#size = Math.ceil(size / 2);
      throw error;
    }
  }

  async #leaveOut(): Promise<void> {
    const userId = await this.inboxes.following(this.#last);
    if (userId !== undefined) this.#logger.error({ msg: 'An inbox could not be counted and is left out of this round', userId });
    this.#last = userId ?? '';
  }

  /** One that can't be set right now still is wrong in the next round. */
  async #setRight(userId: string): Promise<void> {
    try {
      const command = { op: 'recount', userId } as const;
      const wrongBy = await this.writer.submit({ kind: 'command', command, answer: ({ changed }) => changed });
      if (wrongBy === 0) return;
      this.#drifted.inc();
      this.#logger.error({ msg: 'An unread count had drifted and was set right', userId, wrongBy });
      this.troubles.report('count_drifted');
    } catch (error) {
      this.#logger.error({ msg: 'An unread count has drifted and could not be set right yet', userId, err: toDomainError(error) });
    }
  }
}
