import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from '../fault.js';
import { EVERYBODY, type Sent } from '../history.js';
import { AllotmentJob } from '../jobs/allotment-job.js';
import { ImportJob } from '../jobs/import-job.js';
import { allSettled, type WatchedJob } from '../jobs/watched-job.js';
import { noteTo } from '../producers.js';

const DUE_MS = 3_000;
const LATER = 'Later';
/** Longer than a run may keep its job without a sign of life. */
const BLOCKED_MS = 40_000;

/** What was due while nobody swept is done by the next one who does, and so is what a worker left half done. */
export const KILL_WORKER: Fault = {
  id: 'X22',
  title: 'worker killed, then blocked for 40 s, each in the middle of an import and an allotment of vouchers; publications and expiries due meanwhile',
  lastsMs: 5_000,
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8'],
  async inject({ stage, fleet, producer }) {
    JOBS.set(stage, await halfDone(stage, fleet));
    await stage.worker.kill();
    const sender = producer('scheduler');
    const due = new Date(Date.now() + DUE_MS).toISOString();
    for (const user of fleet.users.slice(0, 10)) {
      const body = { to: user, ...noteTo(user), expiresAt: due };
      await sender.repeat({ op: 'send', path: '/api/notifications', body, promises: () => [] });
    }
    const body = { title: LATER, message: randomUUID(), publishAt: due };
    await sender.repeat({ op: 'announce', path: '/api/announcements', body, promises: toEverybody });
    await delay(DUE_MS);
  },
  async heal({ stage, fleet }) {
    const first = JOBS.get(stage) ?? [];
    await stage.worker.start();
    await allSettled(first);
    const second = await halfDone(stage, fleet);
    JOBS.set(stage, [...first, ...second]);
    stage.worker.freeze();
    await delay(BLOCKED_MS);
    stage.worker.thaw();
    await allSettled(second);
  },
  expects: ({ stage, fleet }) => [
    ...(JOBS.get(stage) ?? []).flatMap(({ complaints }) => complaints),
    ...fleet.devices.flatMap(({ name, state }) => [
      ...([...state.announcements.values()].some(({ title }) => title === LATER) ? [] : [`${name} never got what was scheduled`]),
      ...[...state.items.values()].filter(({ expiresAt }) => expiresAt !== undefined).map(({ id }) => `${name} still shows ${id}, which has expired`),
    ]),
  ],
};

const JOBS = new WeakMap<Scene['stage'], readonly WatchedJob[]>();

/** Work of either kind, begun at once and in its midst. */
async function halfDone(stage: Scene['stage'], { users }: Scene['fleet']): Promise<WatchedJob[]> {
  const jobs = await Promise.all([ImportJob.begin(stage), AllotmentJob.begin(stage, users)]);
  await Promise.all(jobs.map((job) => job.halfWay()));
  return jobs;
}

function toEverybody(answer: unknown): Sent[] {
  return [{ id: (answer as { id: string }).id, user: EVERYBODY, seq: 0 }];
}
