/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { RateMeter, secondsLeft, timeLeft } from './rate-meter';

describe(RateMeter.name, () => {
  it('tells the speed between two looks', () => {
    const meter = new RateMeter();
    expect(meter.measure({ at: 0, done: 100 })).toEqual([]);
    expect(meter.measure({ at: 500, done: 350 })).toEqual([500]);
    expect(meter.measure({ at: 1_500, done: 350 })).toEqual([500, 0]);
  });

  it('takes a job that began again for no speed at all', () => {
    const meter = new RateMeter();
    meter.measure({ at: 0, done: 100 });
    expect(meter.measure({ at: 1_000, done: 0 })).toEqual([0]);
  });

  it('remembers the last minute of looks', () => {
    const meter = new RateMeter();
    for (let second = 0; second < 100; second += 1) meter.measure({ at: second * 1_000, done: second });
    expect(meter.measure({ at: 100_000, done: 1_000 })).toHaveLength(60);
  });
});

describe(secondsLeft.name, () => {
  it('divides the rest by the speed, and knows when it can’t', () => {
    expect(secondsLeft(1_000, [100, 300])).toBe(5);
    expect(secondsLeft(1_000, [])).toBeNull();
    expect(secondsLeft(1_000, [0, 0])).toBeNull();
  });
});

describe(timeLeft.name, () => {
  it.each([
    [null, ''],
    [1, 'about a second left'],
    [45, 'about 45 seconds left'],
    [200, 'about 3 minutes left'],
  ])('puts %p as "%s"', (seconds, words) => expect(timeLeft(seconds)).toBe(words));
});
