import { setTimeout as delay } from 'node:timers/promises';
import { fallSilent, type Fault } from '../fault.js';

/** A link that is cut comes back after 25 ms at the earliest: it is away most of the time. */
const EVERY_MS = 25;
const LASTS_MS = 8_000;

/** Nobody sees this loss: no client is disconnected, and after the last frame no later one says what is missing. */
export const CUT_SUBSCRIBERS: Fault = {
  id: 'X7',
  title: 'the subscriber links to Redis cut again and again, until after the last is sent',
  lastsMs: 0,
  async inject(scene) {
    const over = AbortSignal.timeout(LASTS_MS);
    const silent = delay(LASTS_MS / 2).then(() => fallSilent(scene));
    for (let quiet = false; !over.aborted || !quiet; ) {
      await scene.stage.redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
      quiet = await Promise.race([silent.then(() => true), delay(EVERY_MS).then(() => false)]);
    }
  },
  async heal() {
    // The links come back by themselves.
  },
};
