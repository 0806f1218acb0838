import type { Json } from '@eventide/contracts';
import type { QueueName } from './queues.js';
import type { JobCounts, StoredJob } from './stored-job.js';

/** Why a run has to stop before its job is done. */
export type Interruption = 'cancelled' | 'lost' | 'shutdown';

/** Thrown out of `progress`; a processor lets it through. */
export class JobInterrupted extends Error {
  constructor(readonly reason: Interruption) {
    super(`The run was interrupted: ${reason}`);
    this.name = JobInterrupted.name;
  }
}

/** One run of a job. No other run of the same job makes progress while this one does. */
export interface JobRun {
  /** The record, as of the last progress. */
  readonly job: StoredJob;
  /** Aborted with a {@link JobInterrupted} as its reason: cancelled, the lease is lost, or the process shuts down. */
  readonly signal: AbortSignal;
  /**
   * Writes down how far the job has come, and where the next run would begin. Counts are totals, not increments.
   * @throws JobInterrupted when the run has to stop; it is written down all the same, unless the lease is lost
   */
  progress(counts: Partial<JobCounts>, cursor?: Json): Promise<void>;
}

/**
 * Does the jobs of one queue. A job may be run several times, one run after another, and a run may end at any point: what
 * was done after the last `progress` is done again, so each step has to bear that.
 */
export abstract class JobProcessor {
  abstract readonly queue: QueueName;

  /**
   * Begins at `run.job.cursor`. Resolving completes the job. A DomainError that is not retryable fails it at once, with
   * its message for the owner; after anything else it is run again, and fails after the fifth run without progress.
   */
  abstract process(run: JobRun): Promise<void>;

  /** Called after the job was completed, failed or cancelled by a run; not called if the process ends in between. */
  async finished(_job: StoredJob): Promise<void> {}
}
