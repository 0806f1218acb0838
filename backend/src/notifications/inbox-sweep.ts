import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';
import { Sweep } from '../platform/sweep.js';
import { InboxRepository } from './inbox.repository.js';
import { InboxWriter } from './inbox-writer.js';

const AT_ONCE = 500;

/**
 * Removes notifications whose time is over, as numbered changes, and rows of changes that are kept no longer. Several
 * processes may run it at once: who comes second finds the notification gone and changes nothing.
 */
@Injectable()
export class InboxSweep extends Sweep {
  constructor(
    private readonly inboxes: InboxRepository,
    private readonly writer: InboxWriter,
    env: Env,
    clock: Clock,
  ) {
    super(env, clock);
  }

  override async run(now: Date): Promise<void> {
    const expired = await this.inboxes.expired(now, AT_ONCE);
    await Promise.all(
      expired.map(({ userId, ids }) =>
        this.writer.submit({ kind: 'command', command: { op: 'expire', userId, ids }, answer: () => null }),
      ),
    );
    await this.inboxes.prune(this.keptSince(now), AT_ONCE);
  }
}
