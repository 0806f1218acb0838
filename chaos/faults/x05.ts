import type { Fault, Scene } from '../fault.js';
import { AllotmentJob } from '../jobs/allotment-job.js';
import { ImportJob } from '../jobs/import-job.js';
import { allSettled, type WatchedJob } from '../jobs/watched-job.js';

/** What the queue has forgotten is put back on it: the rows in MongoDB are the truth. */
export const EMPTY_REDIS: Fault = {
  id: 'X5',
  title: 'Redis back with no data, while an import and an allotment of vouchers are queued and an import runs',
  lastsMs: 3_000,
  async inject({ stage, fleet }) {
    const running = await ImportJob.begin(stage);
    JOBS.set(stage, [running]);
    await running.halfWay();
    stage.worker.freeze();
    JOBS.set(stage, [running, await ImportJob.begin(stage), await AllotmentJob.begin(stage, fleet.users)]);
    await stage.redis.kill();
    stage.redis.forgetEverything();
    stage.worker.thaw();
  },
  async heal({ stage }) {
    await stage.redis.start();
    await allSettled(JOBS.get(stage) ?? []);
  },
  expects: ({ stage }) => (JOBS.get(stage) ?? []).flatMap(({ complaints }) => complaints),
};

const JOBS = new WeakMap<Scene['stage'], readonly WatchedJob[]>();
