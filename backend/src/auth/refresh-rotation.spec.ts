import { describe, expect, it } from '@jest/globals';
import { GRACE_MS, judgeRefresh } from './refresh-rotation.js';

const rotatedAt = new Date('2026-01-01T00:00:00Z');
const after = (ms: number) => new Date(rotatedAt.getTime() + ms);

describe(judgeRefresh.name, () => {
  it.each([
    ['rotates on the newest cookie', 5, 0, 'rotate'],
    ['rotates on the newest cookie, days later', 5, 9 * 24 * 3_600_000, 'rotate'],
    ['repeats for the one before at once', 4, 0, 'repeat'],
    ['repeats for the one before at the end of its time', 4, GRACE_MS, 'repeat'],
    ['ends the session for the one before, too late', 4, GRACE_MS + 1, 'reused'],
    ['ends the session for an older one, however early', 3, 0, 'reused'],
    ['ends the session for the first one', 1, 0, 'reused'],
    ['refuses one that was never given out', 6, 0, 'refuse'],
  ] as const)('%s', (_, presented, laterMs, verdict) => {
    expect(judgeRefresh({ generation: 5, rotatedAt }, presented, after(laterMs))).toBe(verdict);
  });
});
