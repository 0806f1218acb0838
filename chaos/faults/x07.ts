import { setTimeout as delay } from 'node:timers/promises';
import { fallSilent, type Fault } from '../fault.js';

/** A link that is cut comes back after 25 ms at the earliest: it is away most of the time. */
const EVERY_MS = 25;
const CUT_AGAIN_MS = 4_000;
const DEAF_MS = 2_000;

/**
 * Nobody sees this loss: no client is disconnected, and after the last frame no later one says what is missing. In the end
 * nobody may subscribe at all, so that the last hints between nodes are lost for certain.
 */
export const CUT_SUBSCRIBERS: Fault = {
  id: 'X7',
  title: 'the subscriber links to Redis cut again and again, then for good until after the last is sent',
  lastsMs: 0,
  async inject(scene) {
    const { redis } = scene.stage;
    for (const over = AbortSignal.timeout(CUT_AGAIN_MS); !over.aborted; ) {
      await redis.cutSubscribers();
      await delay(EVERY_MS);
    }
    await redis.forbidSubscribing();
    await redis.cutSubscribers();
    await delay(DEAF_MS);
    await fallSilent(scene);
  },
  async heal({ stage }) {
    await stage.redis.allowSubscribing();
  },
};
