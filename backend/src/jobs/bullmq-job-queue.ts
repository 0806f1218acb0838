import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { JobQueue } from './job-queue.js';
import type { QueueName } from './queues.js';

/** Adds to Redis. While Redis is away nothing is added, and the sweep does it later. */
export class BullMqJobQueue extends JobQueue {
  readonly #logger = new Logger(BullMqJobQueue.name);
  readonly #queues: ReadonlyMap<string, Queue>;

  constructor(queues: readonly Queue[]) {
    super();
    this.#queues = new Map(queues.map((queue) => [queue.name, queue]));
    // Connections that fail are counted where they are opened; without a listener an error ends the process.
    for (const queue of queues) queue.on('error', (error) => this.#logger.debug({ msg: 'A queue failed', err: error }));
  }

  /** How many jobs nobody has taken yet. */
  async waiting(queue: QueueName): Promise<number> {
    return (await this.#queues.get(queue)?.getWaitingCount()) ?? 0;
  }

  override add(queue: QueueName, id: string): void {
    this.#queues
      .get(queue)
      ?.add('run', {}, { jobId: id })
      .catch((error: unknown) => this.#logger.warn({ msg: 'A job was not put on its queue; the sweep does it', queue, id, err: error }));
  }
}
