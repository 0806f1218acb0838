import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../platform/env.js';
import { Mongo } from '../platform/mongo.js';
import { Recurring } from '../platform/recurring.js';
import { transact } from '../platform/transaction.js';
import { AnnouncementsService } from './announcements.service.js';
import { AnnouncementsStore } from './announcements.store.js';

const PAUSE_MS = 500;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Publishes and ends announcements when their time has come, and forgets those that ended longer ago than changes are
 * kept. Several processes may run it at once: each change is judged again in its own transaction.
 */
@Injectable()
export class PublishSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PublishSchedule.name);
  private readonly sweep = new Recurring(
    PAUSE_MS,
    () => this.run(new Date()),
    (error) => this.logger.warn({ error }, 'The announcements could not be swept'),
  );

  constructor(
    private readonly mongo: Mongo,
    private readonly store: AnnouncementsStore,
    private readonly announcements: AnnouncementsService,
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
    for (const id of await this.store.due('running', now)) await this.announcements.expireDue(id, now);
    for (const id of await this.store.due('scheduled', now)) await this.announcements.publishDue(id, now);
    await this.prune(new Date(now.getTime() - this.env.retentionDays * DAY_MS));
  }

  private async prune(before: Date): Promise<void> {
    const ended = await this.store.endedBefore(before);
    if (ended.length === 0) return;
    // Receipts first: were they left for later, a crash in between would leave them for ever.
    await this.store.removeReceipts(ended);
    await transact(this.mongo, (session) => this.store.remove(ended, session));
  }
}
