import { describe, expect, it } from '@jest/globals';
import { Outage } from './outage.js';

describe(Outage.name, () => {
  const observed = (...looks: [answered: boolean, now: number][]) => {
    const outage = new Outage(30_000);
    return looks.map(([answered, now]) => outage.observe(answered, now));
  };

  it('is reported once, when it has lasted longer than is tolerated', () => {
    expect(observed([false, 0], [false, 30_000], [false, 30_001], [false, 90_000])).toEqual([false, false, true, false]);
  });

  it('is counted from the first look without an answer', () => {
    expect(observed([true, 0], [false, 40_000], [false, 69_000], [false, 71_000])).toEqual([false, false, false, true]);
  });

  it('ends with an answer: shorter ones are not added up', () => {
    expect(observed([false, 0], [false, 20_000], [true, 21_000], [false, 22_000], [false, 50_000])).toEqual(Array(5).fill(false));
  });

  it('is reported again when it comes again', () => {
    expect(observed([false, 0], [false, 31_000], [true, 32_000], [false, 33_000], [false, 64_000])).toEqual([
      false, true, false, false, true,
    ]);
  });
});
