import { Injectable, Logger, type Type } from '@nestjs/common';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { Metrics } from '../platform/metrics.js';
import { JobConsumer } from './job-queue.js';
import { QUEUES, type QueueName } from './queues.js';

/** A worker that died holds its job so long; then another one gets it. */
const LOCK_MS = 10_000;
const OPTIONS = {
  lockDuration: LOCK_MS,
  stalledInterval: LOCK_MS / 2,
  // How often a job is run is counted in the database.
  maxStalledCount: 100,
  runRetryDelay: 1_000,
  drainDelay: 2,
};

/** Logs and counts what workers report, for all queues together. */
@Injectable()
export class WorkerEvents {
  readonly #logger = new Logger('JobWorkers');
  readonly #counter;

  constructor(metrics: Metrics) {
    this.#counter = metrics.counter('eventide_queue_events_total', 'What the workers of queues report', ['queue', 'event']);
  }

  completed(queue: QueueName, id: string | undefined): void {
    this.#counter.inc({ queue, event: 'completed' });
    this.#logger.log({ msg: 'A run has ended', queue, id });
  }

  failed(queue: QueueName, id: string | undefined, error: Error): void {
    this.#counter.inc({ queue, event: 'failed' });
    this.#logger.warn({ msg: 'A run has failed', queue, id, err: error });
  }

  /** It took no jobs any more. */
  rebuilt(queue: QueueName): void {
    this.#counter.inc({ queue, event: 'rebuilt' });
    this.#logger.error({ msg: 'A worker took no jobs although some wait; it is made anew', queue });
  }

  /** Mostly a connection; it comes back by itself. */
  error(queue: QueueName, error: Error): void {
    this.#counter.inc({ queue, event: 'error' });
    this.#logger.debug({ msg: 'A worker failed', queue, err: error });
  }
}

/** Takes the jobs of one queue from Redis. */
@Injectable()
export abstract class BullMqWorker extends WorkerHost {
  abstract readonly queue: QueueName;
  /** How many jobs it has taken so far, and how many of them it runs. */
  taken = 0;
  running = 0;

  constructor(
    private readonly consumer: JobConsumer,
    private readonly events: WorkerEvents,
  ) {
    super();
  }

  override async process(job: Job): Promise<void> {
    this.taken += 1;
    this.running += 1;
    try {
      if (job.id) await this.consumer.run(this.queue, job.id);
    } finally {
      this.running -= 1;
    }
  }

  @OnWorkerEvent('completed')
  onCompleted(job: Job): void {
    this.events.completed(this.queue, job.id);
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, error: Error): void {
    this.events.failed(this.queue, job?.id, error);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.events.error(this.queue, error);
  }
}

/** One for each queue: @nestjs/bullmq wants a class for each. */
export const BULLMQ_WORKERS: readonly Type<BullMqWorker>[] = QUEUES.map((name) => {
  class QueueWorker extends BullMqWorker {
    override readonly queue = name;
  }
  Processor(name, OPTIONS)(QueueWorker);
  return QueueWorker;
});
