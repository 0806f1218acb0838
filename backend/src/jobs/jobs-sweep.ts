import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Env } from '../platform/env.js';
import { Metrics } from '../platform/metrics.js';
import { Sweep } from '../platform/sweep.js';
import { JobQueue } from './job-queue.js';
import { JobsStore } from './jobs.store.js';

/** Puts open jobs that nobody runs back on their queue: what Redis lost, and what a process left that ended. */
@Injectable()
export class JobsSweep extends Sweep {
  readonly #putBack;

  constructor(
    private readonly store: JobsStore,
    private readonly queue: JobQueue,
    metrics: Metrics,
    env: Env,
    clock: Clock,
  ) {
    super(env, clock);
    this.#putBack = metrics.counter('eventide_jobs_put_back_total', 'Open jobs that nobody ran, put on their queue again', ['queue']);
  }

  override async run(): Promise<void> {
    for (const { queue, id } of await this.store.takeOverdue()) {
      this.#putBack.inc({ queue });
      this.queue.add(queue, id);
    }
  }
}
