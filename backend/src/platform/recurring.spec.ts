import { describe, expect, it } from '@jest/globals';
import { Recurring } from './recurring.js';

describe(Recurring.name, () => {
  it('goes on after a failure, and reports it', async () => {
    const failures: unknown[] = [];
    let runs = 0;
    const { promise: third, resolve } = Promise.withResolvers<void>();
    const recurring = new Recurring(
      1,
      async () => {
        if (++runs === 3) resolve();
        throw new Error(`run ${runs}`);
      },
      (error) => failures.push(error),
    );
    recurring.start();
    await third;
    await recurring.stop();
    expect(failures).toEqual([new Error('run 1'), new Error('run 2'), new Error('run 3')]);
  });

  it('waits for the run in progress when stopped, and starts no other', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: done, resolve: finish } = Promise.withResolvers<void>();
    let runs = 0;
    const recurring = new Recurring(
      1,
      () => {
        runs += 1;
        begin();
        return done;
      },
      () => undefined,
    );
    recurring.start();
    await begun;
    const stopped = recurring.stop();
    finish();
    await stopped;
    expect(runs).toBe(1);
  });
});
