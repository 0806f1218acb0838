import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { mutation } from '../mutation.js';

/** What comes to work again after one outage is hurt by the next. */
const BETWEEN_MS = 5_000;

export const KILL_REDIS: Fault = {
  ...outages([1, 30, 120]),
  // Long enough to see whether memory grows, if garbage is no part of it.
  stage: { preload: [mutation('collect')] },
};

/** For controls, and where there is no time for the whole. */
export const KILL_REDIS_BRIEFLY: Fault = outages([1, 10]);

function outages(seconds: readonly number[]): Fault {
  const last = seconds.at(-1) ?? 0;
  return {
    id: 'X4',
    title: `kill Redis for ${seconds.slice(0, -1).join(', ')} and ${last} s`,
    lastsMs: 0,
    async inject({ stage }) {
      for (const each of seconds) {
        await stage.redis.kill();
        await delay(each * 1_000);
        if (each === last) return;
        await stage.redis.start();
        await delay(BETWEEN_MS);
      }
    },
    async heal({ stage }) {
      await stage.redis.start();
    },
  };
}
