import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Mongod } from '../mongo-server.js';

const FROZEN_MS = 10_000;

/** First the primary is deaf for long enough to be replaced, and wakes up believing itself primary; then the next one dies. */
export const FAIL_OVER: Fault = {
  id: 'X11',
  title: 'fail-over: a frozen primary, then a killed one',
  stage: { members: 3 },
  lastsMs: 3_000,
  async inject({ stage }) {
    const deaf = await stage.mongo.primary();
    deaf.signal('SIGSTOP');
    await delay(FROZEN_MS);
    deaf.signal('SIGCONT');
    await delay(2_000);
    const dead = await stage.mongo.primary();
    await dead.kill();
    DEAD.set(stage.mongo, dead);
  },
  async heal({ stage }) {
    await DEAD.get(stage.mongo)?.start();
    await stage.mongo.primary();
  },
};

/** Who is to be started again. */
const DEAD = new WeakMap<object, Mongod>();
