import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { BullRegistrar } from '@nestjs/bullmq';
import { before, DeadlineExceeded, fromNow } from '../platform/deadline.js';
import { Recurring } from '../platform/recurring.js';
import type { BullMqJobQueue } from './bullmq-job-queue.js';
import type { BullMqWorker, WorkerEvents } from './bullmq-worker.js';
import type { JobConsumer } from './job-queue.js';

const LONGEST_CLOSING_MS = 2_000;
const LONGEST_LOOK_MS = 2_000;
/** A worker that is well takes what waits within milliseconds, or two seconds after it lost its place in Redis. */
const LOOK_MS = 10_000;

/**
 * Starts the workers when everything is ready for them, makes them anew when one falls silent, as they are known to after
 * losses of Redis, and ends them whether Redis answers or not.
 */
export class BullMqWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(BullMqWorkers.name);
  readonly #looks = new Recurring(
    LOOK_MS,
    () => this.look(),
    (error) => this.#logger.debug({ msg: 'Whether workers take jobs could not be seen', err: error }),
  );
  /** Workers that were idle beside jobs at the last look, with how many they had taken. */
  #idle = new Map<BullMqWorker, number>();

  constructor(
    private readonly registrar: BullRegistrar,
    private readonly queue: BullMqJobQueue,
    private readonly consumer: JobConsumer,
    private readonly events: WorkerEvents,
    private readonly workers: readonly BullMqWorker[],
  ) {}

  onApplicationBootstrap(): void {
    this.registrar.register();
    this.#looks.start();
  }

  /**
   * Makes the workers anew if one of them is idle beside jobs that wait, as at the last look, and has taken none since. A
   * run of another queue goes on meanwhile: its lease keeps others from running the job.
   */
  async look(): Promise<void> {
    const idle = new Map<BullMqWorker, number>();
    for (const worker of this.workers) {
      const { queue, taken } = worker;
      const waiting = await before(fromNow(LONGEST_LOOK_MS), this.queue.waiting(queue));
      if (waiting > 0 && worker.running === 0 && worker.taken === taken) idle.set(worker, taken);
    }
    const silent = [...idle].filter(([worker, taken]) => this.#idle.get(worker) === taken);
    this.#idle = idle;
    if (silent.length === 0) return;
    for (const [{ queue }] of silent) this.events.rebuilt(queue);
    this.#idle.clear();
    await this.#inTime(this.#close(), 'The workers before them have not ended yet');
    this.registrar.register();
  }

  /** What Redis does not hear of in time is handed out again. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#looks.stop();
    await this.consumer.stop();
    const pausing = Promise.all(this.workers.map(({ worker }) => worker.pause()));
    await this.#inTime(pausing, 'Redis did not hear how the last runs have ended');
    await this.#inTime(this.#close(), 'The workers have not ended yet');
  }

  async #inTime(work: Promise<unknown>, otherwise: string): Promise<void> {
    try {
      await before(fromNow(LONGEST_CLOSING_MS), work);
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      this.#logger.warn(otherwise);
    }
  }

  async #close(): Promise<void> {
    await Promise.all(this.workers.map(({ worker }) => worker.close(true)));
  }
}
