import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../platform/env.js';
import { Recurring } from '../platform/recurring.js';
import { InboxRepository } from './inbox.repository.js';
import { InboxWriter } from './inbox-writer.js';

const PAUSE_MS = 500;
const DAY_MS = 24 * 60 * 60 * 1_000;
const AT_ONCE = 500;

/**
 * Removes notifications whose time is over, as numbered changes, and rows of changes that are kept no longer. Several
 * processes may run it at once: who comes second finds the notification gone and changes nothing.
 */
@Injectable()
export class InboxSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(InboxSweep.name);
  private readonly sweep = new Recurring(
    PAUSE_MS,
    () => this.run(new Date()),
    (error) => this.logger.warn({ error }, 'Inboxes could not be swept'),
  );

  constructor(
    private readonly inboxes: InboxRepository,
    private readonly writer: InboxWriter,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.sweep.stop();
  }

  /** One sweep, as of `now`. */
  async run(now: Date): Promise<void> {
    const expired = await this.inboxes.expired(now, AT_ONCE);
    await Promise.all(
      expired.map(({ userId, ids }) =>
        this.writer.submit({ kind: 'command', command: { op: 'expire', userId, ids }, answer: () => null }),
      ),
    );
    await this.inboxes.prune(new Date(now.getTime() - this.env.retentionDays * DAY_MS), AT_ONCE);
  }
}
