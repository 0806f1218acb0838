import { describe, expect, it } from '@jest/globals';
import { relativeTime } from './relative-time';

const NOW = Date.parse('2026-05-20T12:00:00.000Z');
const MINUTE = 60_000;

describe(relativeTime.name, () => {
  it.each([
    [0, 'just now'],
    [12_000, 'just now'],
    [30_000, 'in a moment'],
    [-50_000, '1 min. ago'],
    [-5 * MINUTE, '5 min. ago'],
    [3 * 60 * MINUTE, 'in 3 hr.'],
    [-25 * 60 * MINUTE, 'yesterday'],
    [-30 * 24 * 60 * MINUTE, 'Apr 20, 2026'],
  ])('puts %i ms from now as "%s"', (distance, words) => {
    expect(relativeTime(NOW + distance, NOW, 'en-US')).toBe(words);
  });
});
