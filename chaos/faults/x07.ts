import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

const EVERY_MS = 400;
const TIMES = 20;

/** Nobody sees this loss: no client is disconnected and no frame says what is missing before the next one. */
export const CUT_SUBSCRIBERS: Fault = {
  id: 'X7',
  title: 'the subscriber links to Redis cut again and again',
  lastsMs: 0,
  async inject({ stage }) {
    for (let time = 0; time < TIMES; time += 1) {
      await stage.redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await delay(EVERY_MS);
    }
  },
  async heal() {
    // The links come back by themselves.
  },
};
