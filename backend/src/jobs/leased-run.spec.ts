import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { JobInterrupted } from './job-processor.js';
import type { JobsStore } from './jobs.store.js';
import { LeasedRun } from './leased-run.js';
import type { JobCounts, StoredJob } from './stored-job.js';

/** A renewal is asked for by then. */
const RENEWED_MS = 3_000;

/** The record of one job. What renewals are told can be held up on its way. */
class Record {
  job = { id: 'job', done: 0, cancelRequested: false } as StoredJob;
  told: Promise<void> = Promise.resolve();

  async renew(): Promise<StoredJob> {
    const { job } = this;
    await this.told;
    return job;
  }

  async progress(_lease: unknown, counts: Partial<JobCounts>): Promise<StoredJob> {
    return (this.job = { ...this.job, ...counts });
  }
}

describe(LeasedRun.name, () => {
  let record: Record;
  let run: LeasedRun;

  beforeEach(() => {
    jest.useFakeTimers();
    record = new Record();
    run = new LeasedRun(record as unknown as JobsStore, { name: 'lease', job: record.job }, () => undefined);
  });
  afterEach(async () => {
    await run.stop();
    jest.useRealTimers();
  });

  it('knows its last progress although a renewal from before answers after it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    record.told = promise;
    await jest.advanceTimersByTimeAsync(RENEWED_MS);
    await run.progress({ done: 500 });
    resolve();
    await jest.advanceTimersByTimeAsync(0);
    expect(run.job.done).toBe(500);
  });

  it('writes down what was done before it stops', async () => {
    record.job = { ...record.job, cancelRequested: true };
    await jest.advanceTimersByTimeAsync(RENEWED_MS);
    expect(run.signal.aborted).toBe(true);
    await expect(run.progress({ done: 500 })).rejects.toBeInstanceOf(JobInterrupted);
    expect(record.job.done).toBe(500);
  });
});
