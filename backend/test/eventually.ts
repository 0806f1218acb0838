import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Looks again and again until `look` gives something other than false, null or undefined.
 * @throws Error that names `what` when it has not come after `withinMs`
 */
export async function eventually<T>(what: string, look: () => T | Promise<T>, withinMs = 5_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== false && seen !== null && seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await delay(EVERY_MS);
  }
}
