import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { toDomainError } from '../platform/failure.js';
import { Metrics } from '../platform/metrics.js';
import { Recurring } from '../platform/recurring.js';
import { Troubles } from '../platform/troubles.js';
import { InboxRepository } from './inbox.repository.js';
import { InboxWriter } from './inbox-writer.js';

const PAUSE_MS = 1_000;
const PAGE = 100;

/**
 * Counts every inbox again, round after round, at no more than 100 a second. A count that is wrong, which must never
 * be, is set right as a numbered change, so that connected devices correct theirs, and is reported. Several processes
 * may audit at once: who comes second finds the count right.
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

  constructor(
    private readonly inboxes: InboxRepository,
    private readonly writer: InboxWriter,
    private readonly troubles: Troubles,
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
  }

  /** Looks at the next inboxes; behind the last one it begins anew. */
  async page(): Promise<void> {
    const page = await this.inboxes.recount(this.#last, PAGE);
    for (const { userId, stored, counted } of page) if (stored !== counted) await this.#setRight(userId);
    this.#audited.inc(page.length);
    this.#last = page.length < PAGE ? '' : (page.at(-1)?.userId ?? '');
  }

  async #setRight(userId: string): Promise<void> {
    const command = { op: 'recount', userId } as const;
    const wrongBy = await this.writer.submit({ kind: 'command', command, answer: ({ changed }) => changed });
    if (wrongBy === 0) return;
    this.#drifted.inc();
    this.#logger.error({ msg: 'An unread count had drifted and was set right', userId, wrongBy });
    this.troubles.report('count_drifted');
  }
}
