import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { pick } from '../random.js';

const SHORT_MS = 1_000;
const LONG_MS = [10_000, 30_000];

export const KILL_REDIS: Fault = {
  id: 'X4',
  title: 'kill Redis for 1 s, then for 10 or 30 s',
  lastsMs: 0,
  async inject({ stage, random }) {
    await stage.redis.kill();
    await delay(SHORT_MS);
    await stage.redis.start();
    await delay(2_000);
    await stage.redis.kill();
    await delay(pick(random, LONG_MS));
  },
  async heal({ stage }) {
    await stage.redis.start();
  },
};
