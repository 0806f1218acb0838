/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { nextActive } from './next-active';

describe(nextActive.name, () => {
  it('goes round the ends and starts at the near one', () => {
    expect(nextActive(-1, 1, 3)).toBe(0);
    expect(nextActive(-1, -1, 3)).toBe(2);
    expect(nextActive(2, 1, 3)).toBe(0);
    expect(nextActive(0, -1, 3)).toBe(2);
    expect(nextActive(0, 1, 0)).toBe(-1);
  });
});
