import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Clock } from './clock.js';
import type { Env } from './env.js';
import { Sweep } from './sweep.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

class RememberingSweep extends Sweep {
  readonly times: Date[] = [];
  readonly kept: Date[] = [];

  override async run(now: Date): Promise<void> {
    this.times.push(now);
    this.kept.push(this.keptSince(now));
  }
}

describe(Sweep.name, () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('sweeps twice a second, by the time that all processes have in common', async () => {
    const aheadMs = 5 * MINUTE_MS;
    const sweep = new RememberingSweep({ retentionDays: 2 } as Env, { now: () => Date.now() - aheadMs } as Clock);
    const common = Date.now() - aheadMs;
    sweep.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1_000);
    await sweep.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sweep.times).toEqual([new Date(common + 500), new Date(common + 1_000)]);
    expect(sweep.kept[0]).toEqual(new Date(common + 500 - 2 * DAY_MS));
  });
});
