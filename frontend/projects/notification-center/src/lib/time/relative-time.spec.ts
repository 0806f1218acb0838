/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { relativeTime } from './relative-time';

const NOW = Date.parse('2026-05-20T12:00:00.000Z');

describe(relativeTime.name, () => {
  it.each([
    [0, 'just now'],
    [-90_000, 'just now'],
    [50_000, '1 min. ago'],
    [5 * 60_000, '5 min. ago'],
    [3 * 3_600_000, '3 hr. ago'],
    [25 * 3_600_000, 'yesterday'],
    [3 * 86_400_000, '3 days ago'],
    [30 * 86_400_000, 'Apr 20, 2026'],
  ])('says what was %i ms ago as "%s"', (age, words) => {
    expect(relativeTime(NOW - age, NOW, 'en-US')).toBe(words);
  });
});
