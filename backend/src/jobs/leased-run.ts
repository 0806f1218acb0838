import type { Json } from '@eventide/contracts';
import { Recurring } from '../platform/recurring.js';
import { JobInterrupted, type Interruption, type JobRun } from './job-processor.js';
import type { JobsStore, Lease } from './jobs.store.js';
import type { JobCounts, StoredJob } from './stored-job.js';

const RENEWAL_MS = 3_000;

/** A run for as long as its lease is renewed. What is heard of the record on that occasion ends it: cancelled, or lost. */
export class LeasedRun implements JobRun {
  readonly #abort = new AbortController();
  readonly #renewals: Recurring;
  #job: StoredJob;

  constructor(
    private readonly store: JobsStore,
    readonly lease: Lease,
    renewalFailed: (error: unknown) => void,
  ) {
    this.#job = lease.job;
    this.#renewals = new Recurring(RENEWAL_MS, async () => this.heed(await store.renew(lease)), renewalFailed);
    this.#renewals.start();
  }

  get job(): StoredJob {
    return this.#job;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async progress(counts: Partial<JobCounts>, cursor?: Json): Promise<void> {
    // Also when it has to stop: what was done is done. Without the lease nothing is written.
    const job = await this.store.progress(this.lease, counts, cursor);
    if (job) this.#job = job;
    this.heed(job);
    this.signal.throwIfAborted();
  }

  interrupt(reason: Interruption): void {
    this.#abort.abort(new JobInterrupted(reason));
  }

  /** The lease is renewed no longer. */
  async stop(): Promise<void> {
    await this.#renewals.stop();
  }

  /** @param job the record as it is; not kept here, since answers to a renewal and to a progress may overtake each other */
  private heed(job: StoredJob | null): void {
    if (!job) this.interrupt('lost');
    else if (job.cancelRequested) this.interrupt('cancelled');
  }
}
