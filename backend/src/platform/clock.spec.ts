import { describe, expect, it } from '@jest/globals';
import { Clock } from './clock.js';
import { Metrics } from './metrics.js';
import type { Mongo } from './mongo.js';

const MINUTE_MS = 60_000;

/** A clock with a database whose time differs by so much. */
function clockOf(database: { aheadMs: number }) {
  const time = async () => new Date(Date.now() + database.aheadMs);
  return new Clock({ time } as Mongo, new Metrics());
}

describe(Clock.name, () => {
  it.each([['behind', 5 * MINUTE_MS], ['ahead of', -5 * MINUTE_MS]])('takes the time of the database when it is %s it', async (_, aheadMs) => {
    const clock = clockOf({ aheadMs });
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(MINUTE_MS);
    await clock.look();
    expect(Math.abs(clock.now() - Date.now() - aheadMs)).toBeLessThan(MINUTE_MS);
  });

  it('is set right again when the machine is', async () => {
    const database = { aheadMs: 5 * MINUTE_MS };
    const clock = clockOf(database);
    await clock.look();
    database.aheadMs = 0;
    await clock.look();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(MINUTE_MS);
  });

  it('bears less than a second', async () => {
    const clock = clockOf({ aheadMs: 900 });
    await clock.look();
    const before = Date.now();
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
