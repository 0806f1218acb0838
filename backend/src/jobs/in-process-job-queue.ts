import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { JobConsumer, JobQueue } from './job-queue.js';
import type { QueueName } from './queues.js';
import { BACKOFF_MS, RUNS } from './retry-policy.js';

/** For a single node without Redis: hands out what this process adds. */
@Injectable()
export class InProcessJobQueue extends JobQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(InProcessJobQueue.name);
  /** By queue, the ids that wait, and first of them the one that is handed out. */
  readonly #waiting = new Map<QueueName, Set<string>>();
  readonly #working = new Map<QueueName, Promise<void>>();
  /** Rejections in a row, by id. */
  readonly #rejections = new Map<string, number>();
  readonly #pauses = new Map<string, NodeJS.Timeout>();
  #isOpen = false;

  constructor(private readonly consumer: JobConsumer) {
    super();
  }

  override add(queue: QueueName, id: string): void {
    if (this.#pauses.has(id)) return;
    const waiting = this.#waiting.get(queue) ?? new Set();
    this.#waiting.set(queue, waiting.add(id));
    this.work(queue, waiting);
  }

  onApplicationBootstrap(): void {
    this.#isOpen = true;
    for (const [queue, waiting] of this.#waiting) this.work(queue, waiting);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isOpen = false;
    for (const pause of this.#pauses.values()) clearTimeout(pause);
    await this.consumer.stop();
    await Promise.all(this.#working.values());
  }

  private work(queue: QueueName, waiting: Set<string>): void {
    if (this.#isOpen && !this.#working.has(queue)) this.#working.set(queue, this.handOut(queue, waiting));
  }

  private async handOut(queue: QueueName, waiting: Set<string>): Promise<void> {
    // A set's iteration goes on with what is added meanwhile.
    for (const id of waiting) {
      if (!this.#isOpen) break;
      try {
        await this.consumer.run(queue, id);
        this.#rejections.delete(id);
      } catch (error) {
        this.rejected(queue, id, error);
      }
      waiting.delete(id);
    }
    this.#working.delete(queue);
  }

  private rejected(queue: QueueName, id: string, error: unknown): void {
    const rejections = (this.#rejections.get(id) ?? 0) + 1;
    this.#logger.warn({ msg: 'A run has failed', queue, id, rejections, err: error });
    if (rejections >= RUNS || !this.#isOpen) {
      this.#rejections.delete(id);
      return;
    }
    this.#rejections.set(id, rejections);
    const again = () => {
      this.#pauses.delete(id);
      this.add(queue, id);
    };
    this.#pauses.set(id, setTimeout(again, BACKOFF_MS * 2 ** (rejections - 1)));
  }
}
