import type { Job, JobStatus, Json, TitledJob } from '@eventide/contracts';
import type { QueueName } from './queues.js';

/** How far a job has come; people or rows. */
export type JobCounts = Pick<Job, 'total' | 'done' | 'notified' | 'failed'>;

/** A job as the layers above see it. */
export interface StoredJob extends JobCounts {
  readonly id: string;
  readonly queue: QueueName;
  /** Who asked for it: the caller's part of an idempotency scope. */
  readonly ownerId: string;
  readonly request: Json;
  readonly status: JobStatus;
  /** Where its processor stopped; null before its first progress. */
  readonly cursor: Json;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
  /** Why it failed, in words for its owner. */
  readonly error?: string;
  readonly cancelRequested: boolean;
  /** Runs since it last got anywhere, the present one included. */
  readonly attempts: number;
}

/** What the contract shows of a job. */
export function toJob(job: StoredJob): Job {
  return {
    id: job.id,
    status: job.status,
    total: job.total,
    done: job.done,
    notified: job.notified,
    failed: job.failed,
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    ...(job.error !== undefined && { error: job.error }),
  };
}

/** What a request is called; null where it doesn't say. */
export type TitleOf = (request: Json) => string | null;

/** What the contract shows of a job to whoever looks at it. */
export function toTitledJob(job: StoredJob, titleOf: TitleOf): TitledJob {
  return { ...toJob(job), title: titleOf(job.request) };
}
