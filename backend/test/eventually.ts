import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 20;
/** Far above what anything takes on an idle machine, for tests also run on busy ones. */
const WITHIN_MS = 20_000;

/**
 * Looks again and again until `look` gives something other than false, null or undefined.
 * @throws Error that names `what` when it has not come after `withinMs`
 */
export async function eventually<T>(what: string, look: () => T | Promise<T>, withinMs = WITHIN_MS): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await delay(EVERY_MS);
  }
}
