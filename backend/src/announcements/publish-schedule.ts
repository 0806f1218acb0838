import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';
import { Mongo } from '../platform/mongo.js';
import { Sweep } from '../platform/sweep.js';
import { transact } from '../platform/transaction.js';
import { AnnouncementsService } from './announcements.service.js';
import { AnnouncementsStore } from './announcements.store.js';

/**
 * Publishes and ends announcements when their time has come, and forgets those that ended longer ago than changes are
 * kept. Several processes may run it at once: each change is judged again in its own transaction.
 */
@Injectable()
export class PublishSchedule extends Sweep {
  constructor(
    private readonly mongo: Mongo,
    private readonly store: AnnouncementsStore,
    private readonly announcements: AnnouncementsService,
    env: Env,
    clock: Clock,
  ) {
    super(env, clock);
  }

  override async run(now: Date): Promise<void> {
    for (const id of await this.store.due('running', now)) await this.announcements.expireDue(id, now);
    for (const id of await this.store.due('scheduled', now)) await this.announcements.publishDue(id, now);
    await this.prune(this.keptSince(now));
  }

  private async prune(before: Date): Promise<void> {
    const ended = await this.store.endedBefore(before);
    if (ended.length === 0) return;
    // Receipts first: were they left for later, a crash in between would leave them for ever.
    await this.store.removeReceipts(ended);
    await transact(this.mongo, (session) => this.store.remove(ended, session));
  }
}
