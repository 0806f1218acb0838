import { Injectable, Logger } from '@nestjs/common';
import { ERRORS } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { toDomainError } from '../platform/failure.js';
import { Metrics } from '../platform/metrics.js';
import { Troubles } from '../platform/troubles.js';
import { JobConsumer } from './job-queue.js';
import { JobInterrupted, type JobProcessor } from './job-processor.js';
import { JobsStore, type Lease } from './jobs.store.js';
import { LeasedRun } from './leased-run.js';
import type { QueueName } from './queues.js';
import { RUNS } from './retry-policy.js';
import type { StoredJob } from './stored-job.js';

/**
 * Runs jobs that a queue hands out. A lease in the database sees to it that a job has one run at a time, however often
 * and in how many processes it is handed out.
 */
@Injectable()
export class JobRunner extends JobConsumer {
  readonly #logger = new Logger(JobRunner.name);
  readonly #processors = new Map<QueueName, JobProcessor>();
  readonly #runs = new Map<LeasedRun, Promise<void>>();
  readonly #ended;
  #isClosing = false;

  constructor(
    private readonly store: JobsStore,
    private readonly troubles: Troubles,
    metrics: Metrics,
  ) {
    super();
    this.#ended = metrics.counter('eventide_job_runs_total', 'Runs of jobs, by how they ended', ['queue', 'result']);
    metrics.gauge('eventide_jobs_running', 'Jobs that this process runs', [], (gauge) => gauge.set(this.#runs.size));
  }

  /** Call it before the application listens. */
  register(processor: JobProcessor): void {
    this.#processors.set(processor.queue, processor);
  }

  /** @throws Error of the run, when the job is to be run again */
  override async run(queue: QueueName, id: string): Promise<void> {
    const processor = this.#processors.get(queue);
    if (!processor) throw new Error(`Nothing processes ${queue} here`);
    if (this.#isClosing) throw new JobInterrupted('shutdown');
    const lease = await this.store.claim(queue, id);
    if (!lease) return;
    const run = new LeasedRun(this.store, lease, (error) => this.#logger.warn({ msg: 'A lease was not renewed', id, err: error }));
    // It may have been asked to stop while the lease was on its way.
    if (this.#isClosing) run.interrupt('shutdown');
    const running = this.process(processor, run).finally(() => this.#runs.delete(run));
    this.#runs.set(run, running);
    await running;
  }

  /** Jobs whose runs are interrupted are given back. */
  override async stop(): Promise<void> {
    this.#isClosing = true;
    for (const run of this.#runs.keys()) run.interrupt('shutdown');
    await Promise.allSettled(this.#runs.values());
  }

  private async process(processor: JobProcessor, run: LeasedRun): Promise<void> {
    try {
      if (run.job.cancelRequested) run.interrupt('cancelled');
      if (run.job.attempts > RUNS) throw new Error('The process ended during each of its runs');
      run.signal.throwIfAborted();
      await processor.process(run);
      await run.stop();
      await this.finished(processor, await this.store.finish(run.lease, 'completed'));
    } catch (error) {
      await run.stop();
      await this.failed(processor, run, error);
    }
  }

  private async failed(processor: JobProcessor, run: LeasedRun, error: unknown): Promise<void> {
    const { lease, job } = run;
    const reason: unknown = run.signal.aborted ? run.signal.reason : error;
    if (reason instanceof JobInterrupted) {
      this.#ended.inc({ queue: job.queue, result: reason.reason });
      if (reason.reason === 'cancelled') return this.finished(processor, await this.store.finish(lease, 'cancelled'));
      if (reason.reason === 'shutdown') await this.release(lease);
      return;
    }
    const isHopeless = isFinal(error);
    if (!isHopeless && job.attempts < RUNS) {
      this.#ended.inc({ queue: job.queue, result: 'again' });
      await this.release(lease);
      throw error;
    }
    if (!isHopeless) {
      this.#logger.error({ msg: 'A job has failed', queue: job.queue, id: job.id, err: error });
      this.troubles.report('job_failed');
    }
    await this.finished(processor, await this.store.finish(lease, 'failed', toDomainError(error).message));
  }

  private async finished(processor: JobProcessor, job: StoredJob | null): Promise<void> {
    if (!job) return;
    this.#ended.inc({ queue: job.queue, result: job.status });
    await processor.finished(job);
  }

  /** While the database is away the lease runs out instead. */
  private async release(lease: Lease): Promise<void> {
    try {
      await this.store.release(lease);
    } catch (error) {
      this.#logger.warn({ msg: 'A job was not given back; its lease runs out', id: lease.job.id, err: error });
    }
  }
}

/** What would fail again, such as a workbook that isn't one. */
function isFinal(error: unknown): boolean {
  return error instanceof DomainError && error.code !== 'internal' && !ERRORS[error.code].retryable;
}
