import { Injectable } from '@nestjs/common';
import type { Job, Json } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Idempotency, type OnceKey } from '../platform/idempotency.js';
import { JobQueue } from './job-queue.js';
import { JobsStore } from './jobs.store.js';
import type { QueueName } from './queues.js';
import { toJob, type StoredJob } from './stored-job.js';

/** What a use case that works in the background asks for. Processors are registered with the JobRunner. */
@Injectable()
export class Jobs {
  constructor(
    private readonly store: JobsStore,
    private readonly queue: JobQueue,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Stores a job and puts it on its queue.
   * @param once a repeat with the same key and body gives the first job as it was then
   * @throws DomainError `idempotency_mismatch`, `unavailable`
   */
  async create(queue: QueueName, ownerId: string, request: Json | object, once?: OnceKey): Promise<Job> {
    const job = await this.record(queue, ownerId, request, once);
    this.enqueue(queue, job.id);
    return job;
  }

  /** Stores a job only; whoever calls it has to see to {@link enqueue}, or the sweep does after a while. */
  record(queue: QueueName, ownerId: string, request: Json | object, once?: OnceKey): Promise<Job> {
    const effect = async (session: Parameters<JobsStore['insert']>[3]) => {
      const job = toJob(await this.store.insert(queue, ownerId, request, session));
      return { ...job } satisfies Json;
    };
    return this.idempotency.run(once, effect);
  }

  /** Tells the workers of a stored job; telling them again does no harm. */
  enqueue(queue: QueueName, id: string): void {
    this.queue.add(queue, id);
  }

  /** @throws DomainError `not_found` */
  async find(queue: QueueName, id: string): Promise<StoredJob> {
    const job = await this.store.find(queue, id);
    if (!job) throw new DomainError('not_found', 'There is no such job.');
    return job;
  }

  /** The newest first, as long as they are kept. @param ownerId whose they have to be; without one, anybody's */
  newest(queue: QueueName, limit: number, ownerId?: string): Promise<StoredJob[]> {
    return this.store.newest(queue, limit, ownerId);
  }

  /**
   * Stops a job: at once if it waits, else at its next progress; what is done stays done.
   * @throws DomainError `not_found`; `conflict` when it is finished
   */
  async cancel(queue: QueueName, id: string): Promise<Job> {
    const { status } = await this.find(queue, id);
    const cancelled = await this.store.cancel(queue, id);
    if (!cancelled) throw new DomainError('conflict', `The job is ${status} already.`);
    return toJob(cancelled);
  }

  /**
   * Goes on with a failed or cancelled job where it stopped.
   * @throws DomainError `not_found`; `conflict` when it is neither
   */
  async retry(queue: QueueName, id: string): Promise<Job> {
    await this.find(queue, id);
    const opened = await this.store.retry(queue, id);
    if (!opened) throw new DomainError('conflict', 'Only a failed or cancelled job can be retried.');
    this.enqueue(queue, id);
    return toJob(opened);
  }
}
