import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InProcessJobQueue } from '../src/jobs/in-process-job-queue.js';
import { JOBS, type JobDocument } from '../src/jobs/job.schema.js';
import { JobProcessor, type JobRun } from '../src/jobs/job-processor.js';
import { JobRunner } from '../src/jobs/job-runner.js';
import { Jobs } from '../src/jobs/jobs.service.js';
import { JobsStore } from '../src/jobs/jobs.store.js';
import { JobsSweep } from '../src/jobs/jobs-sweep.js';
import type { StoredJob } from '../src/jobs/stored-job.js';
import { Clock } from '../src/platform/clock.js';
import { DomainError } from '../src/platform/domain-error.js';
import { Idempotency, onceKey } from '../src/platform/idempotency.js';
import { Metrics } from '../src/platform/metrics.js';
import { Troubles, type Trouble } from '../src/platform/troubles.js';
import { openDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';

class TestProcessor extends JobProcessor {
  readonly queue = 'broadcast';
  readonly ends: string[] = [];
  work: (run: JobRun) => Promise<void> = async () => undefined;

  override process(run: JobRun): Promise<void> {
    return this.work(run);
  }

  override async finished(job: StoredJob): Promise<void> {
    this.ends.push(job.status);
  }
}

/** What one process has of the jobs layer, on the real database. */
class TestWorker {
  readonly processor = new TestProcessor();
  readonly troubles: Trouble[] = [];
  readonly store: JobsStore;
  readonly runner: JobRunner;
  readonly queue: InProcessJobQueue;
  readonly jobs: Jobs;
  readonly sweep: JobsSweep;

  constructor({ mongo, env }: TestDatabase) {
    const metrics = new Metrics();
    const troubles = new Troubles();
    troubles.listen((trouble) => this.troubles.push(trouble));
    this.store = new JobsStore(mongo, env);
    this.runner = new JobRunner(this.store, troubles, metrics);
    this.runner.register(this.processor);
    this.queue = new InProcessJobQueue(this.runner);
    this.queue.onApplicationBootstrap();
    this.jobs = new Jobs(this.store, this.queue, new Idempotency(mongo, env));
    this.sweep = new JobsSweep(this.store, this.queue, metrics, env, new Clock(mongo, metrics));
  }

  async end(id: string): Promise<StoredJob> {
    return eventually('the end of the job', async () => {
      const job = await this.jobs.find('broadcast', id);
      return job.finishedAt ? job : null;
    });
  }

  async stop(): Promise<void> {
    await this.queue.beforeApplicationShutdown();
  }
}

describe('jobs', () => {
  let database: TestDatabase;
  let worker: TestWorker;
  const records = () => database.mongo.collection<JobDocument>(JOBS);
  const aMinuteAgo = () => new Date(Date.now() - 60_000);

  beforeAll(async () => {
    database = await openDatabase();
  });
  beforeEach(() => {
    worker = new TestWorker(database);
  });
  afterEach(() => worker.stop());
  afterAll(() => database.close());

  it('are stored, run and completed, with what they were asked for and how far they came', async () => {
    worker.processor.work = async (run) => {
      expect(run.job.request).toEqual({ $odd: { 'a.b': 1 } });
      await run.progress({ total: 2, done: 1 }, { after: 'a' });
      await run.progress({ done: 2, notified: 2 }, { after: 'b' });
    };
    const { id, status } = await worker.jobs.create('broadcast', 'admin', { $odd: { 'a.b': 1 } });
    expect(status).toBe('queued');
    expect(await worker.end(id)).toMatchObject({
      status: 'completed',
      ownerId: 'admin',
      total: 2,
      done: 2,
      notified: 2,
      failed: 0,
      cursor: { after: 'b' },
    });
    expect(worker.processor.ends).toEqual(['completed']);
  });

  it('are made once for one key', async () => {
    const once = onceKey('u:admin', 'POST /x', randomUUID(), { a: 1 });
    const first = await worker.jobs.create('broadcast', 'admin', { a: 1 }, once);
    const again = await worker.jobs.create('broadcast', 'admin', { a: 1 }, once);
    expect(again).toEqual(first);
  });

  it('are run again from their cursor after an error, and their attempts begin anew with each progress', async () => {
    const begins: unknown[] = [];
    worker.processor.work = async (run) => {
      begins.push(run.job.cursor);
      await run.progress({ done: begins.length }, begins.length);
      if (begins.length < 3) throw new Error('Not yet');
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    const ended = await eventually('the end', async () => {
      const job = await worker.jobs.find('broadcast', id);
      return job.status === 'completed' ? job : null;
    }, 10_000);
    expect(begins).toEqual([null, 1, 2]);
    expect(ended.attempts).toBe(1);
  });

  it('fail for good after five runs without progress, are reported, and can be retried', async () => {
    worker.processor.work = async () => {
      throw new Error('Never');
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    await eventually('five runs', async () => {
      await worker.runner.run('broadcast', id).catch(() => undefined);
      return (await worker.jobs.find('broadcast', id)).status === 'failed';
    });
    expect(await worker.end(id)).toMatchObject({ attempts: 5, error: 'Something went wrong on our side.' });
    expect(worker.troubles).toEqual(['job_failed']);
    expect(worker.processor.ends).toEqual(['failed']);

    worker.processor.work = async () => undefined;
    expect(await worker.jobs.retry('broadcast', id)).toMatchObject({ status: 'queued', finishedAt: null });
    expect(await worker.end(id)).toMatchObject({ status: 'completed' });
    expect(await worker.end(id)).not.toHaveProperty('error');
    await expect(worker.jobs.retry('broadcast', id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('fail at once, with its words, when an error says that nothing would change', async () => {
    worker.processor.work = async () => {
      throw new DomainError('invalid_request', 'This is not a workbook.');
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    expect(await worker.end(id)).toMatchObject({ status: 'failed', attempts: 1, error: 'This is not a workbook.' });
    expect(worker.troubles).toEqual([]);
  });

  it('are run by one at a time, however often they are handed out', async () => {
    const other = new TestWorker(database);
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    worker.processor.work = other.processor.work = async () => {
      runs += 1;
      await gate.promise;
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    await eventually('a run', () => runs === 1);
    await other.runner.run('broadcast', id);
    await worker.runner.run('broadcast', id);
    gate.resolve();
    expect(await worker.end(id)).toMatchObject({ status: 'completed' });
    expect(runs).toBe(1);
    await other.stop();
  });

  it('are taken over when their worker gives no sign of life, and its run ends at its next progress', async () => {
    const other = new TestWorker(database);
    const gate = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<unknown>();
    worker.processor.work = async (run) => {
      await gate.promise;
      await run.progress({ done: 1 }).catch((error: unknown) => lost.resolve(error));
    };
    other.processor.work = (run) => run.progress({ done: 7 });
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    await eventually('a run', async () => (await worker.jobs.find('broadcast', id)).status === 'running');
    await records().updateOne({ _id: id }, { $set: { leaseUntil: aMinuteAgo(), queuedAt: aMinuteAgo() } });
    await other.sweep.run();
    expect(await other.end(id)).toMatchObject({ status: 'completed', done: 7 });
    gate.resolve();
    expect(await lost.promise).toMatchObject({ reason: 'lost' });
    await other.stop();
  });

  it('are put back by the sweep when the queue has forgotten them, and only then', async () => {
    const { id } = await worker.jobs.record('broadcast', 'admin', {});
    await worker.sweep.run();
    expect(await worker.jobs.find('broadcast', id)).toMatchObject({ status: 'queued' });
    await records().updateOne({ _id: id }, { $set: { queuedAt: aMinuteAgo() } });
    await worker.sweep.run();
    expect(await worker.end(id)).toMatchObject({ status: 'completed' });
  });

  it('are given up when each run took the process with it', async () => {
    const { id } = await worker.jobs.record('broadcast', 'admin', {});
    await records().updateOne({ _id: id }, { $set: { attempts: 5 } });
    worker.jobs.enqueue('broadcast', id);
    expect(await worker.end(id)).toMatchObject({ status: 'failed' });
    expect(worker.troubles).toEqual(['job_failed']);
  });

  it('are cancelled at once while they wait', async () => {
    const { id } = await worker.jobs.record('broadcast', 'admin', {});
    expect(await worker.jobs.cancel('broadcast', id)).toMatchObject({ status: 'cancelled' });
    worker.processor.work = async () => {
      throw new Error('It must not be run');
    };
    await worker.runner.run('broadcast', id);
    await expect(worker.jobs.cancel('broadcast', id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are cancelled at their next progress while they run, and go on from there when retried', async () => {
    const gate = Promise.withResolvers<void>();
    worker.processor.work = async (run) => {
      await run.progress({ done: 1 }, 'one');
      await gate.promise;
      await run.progress({ done: 2 }, 'two');
      throw new Error('It must have been stopped');
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    await eventually('the first progress', async () => (await worker.jobs.find('broadcast', id)).done === 1);
    expect(await worker.jobs.cancel('broadcast', id)).toMatchObject({ status: 'running' });
    gate.resolve();
    expect(await worker.end(id)).toMatchObject({ status: 'cancelled', done: 2, cursor: 'two' });
    expect(worker.processor.ends).toEqual(['cancelled']);

    worker.processor.work = async (run) => expect(run.job.cursor).toBe('two');
    await worker.jobs.retry('broadcast', id);
    expect(await worker.end(id)).toMatchObject({ status: 'completed' });
  });

  it('are given back when their process shuts down', async () => {
    const begun = Promise.withResolvers<void>();
    worker.processor.work = async (run) => {
      begun.resolve();
      await once(run.signal, 'abort');
      run.signal.throwIfAborted();
    };
    const { id } = await worker.jobs.create('broadcast', 'admin', {});
    await begun.promise;
    await worker.stop();
    expect(await worker.jobs.find('broadcast', id)).toMatchObject({ status: 'queued' });
    await expect(worker.runner.run('broadcast', id)).rejects.toMatchObject({ reason: 'shutdown' });
  });

  it('are given back too when it shuts down before their run has begun', async () => {
    worker.processor.work = async () => {
      throw new Error('It must not be run');
    };
    const { id } = await worker.jobs.record('broadcast', 'admin', {});
    const running = worker.runner.run('broadcast', id);
    await worker.stop();
    await running;
    expect(await worker.jobs.find('broadcast', id)).toMatchObject({ status: 'queued' });
    expect(worker.troubles).toEqual([]);
  });

  it('are nobody’s under another queue', async () => {
    const { id } = await worker.jobs.record('broadcast', 'admin', {});
    await expect(worker.jobs.find('import-workbook', id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(worker.jobs.cancel('import-workbook', id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(worker.jobs.retry('import-workbook', id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
