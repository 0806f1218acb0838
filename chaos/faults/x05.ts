import type { Fault, Scene } from '../fault.js';
import { ImportJob } from '../import-job.js';

const ROWS = 6_000;

/** What the queue has forgotten is put back on it: the rows in MongoDB are the truth. */
export const EMPTY_REDIS: Fault = {
  id: 'X5',
  title: 'Redis back with no data, while a job is queued and an import runs',
  lastsMs: 3_000,
  async inject({ stage }) {
    const running = await ImportJob.begin(stage, ROWS);
    JOBS.set(stage, [running]);
    await running.halfWay();
    stage.worker.freeze();
    JOBS.set(stage, [running, await ImportJob.begin(stage, ROWS)]);
    await stage.redis.kill();
    stage.redis.forgetEverything();
    stage.worker.thaw();
  },
  async heal({ stage }) {
    await stage.redis.start();
    for (const job of JOBS.get(stage) ?? []) await job.settled();
  },
  expects: ({ stage }) => (JOBS.get(stage) ?? []).flatMap(({ complaints }) => complaints),
};

const JOBS = new WeakMap<Scene['stage'], readonly ImportJob[]>();
