import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BullRegistrar } from '@nestjs/bullmq';
import { before, DeadlineExceeded, fromNow } from '../platform/deadline.js';
import type { BullMqWorker } from './bullmq-worker.js';
import type { JobConsumer } from './job-queue.js';

const LONGEST_CLOSING_MS = 2_000;

/** Starts the workers when everything is ready for them, and ends them whether Redis answers or not. */
export class BullMqWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(BullMqWorkers.name);

  constructor(
    private readonly registrar: BullRegistrar,
    private readonly consumer: JobConsumer,
    private readonly workers: readonly BullMqWorker[],
  ) {}

  onApplicationBootstrap(): void {
    this.registrar.register();
  }

  /** What Redis does not hear of in time is handed out again. */
  async beforeApplicationShutdown(): Promise<void> {
    try {
      await this.consumer.stop();
      await before(fromNow(LONGEST_CLOSING_MS), Promise.all(this.workers.map(({ worker }) => worker.pause())));
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      this.#logger.warn('Redis did not hear how the last runs have ended');
    }
    await Promise.all(this.workers.map(({ worker }) => worker.close(true)));
  }
}
