import { describe, expect, it } from '@jest/globals';
import { MOST_ATTEMPTS, pauseAfter } from './mail-retries.js';

describe(pauseAfter.name, () => {
  it('doubles, up to ten minutes', () => {
    expect([1, 2, 3, 10, 11, 19].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 512_000, 600_000, 600_000]);
  });

  it('adds up to between one and four hours before a mail is given up', () => {
    const pauses = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => pauseAfter(index + 1));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(1);
    expect(hours).toBeLessThan(4);
  });
});
