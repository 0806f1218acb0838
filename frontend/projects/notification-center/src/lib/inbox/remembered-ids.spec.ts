/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { remember } from './remembered-ids';

describe(remember.name, () => {
  it('forgets the oldest beyond a thousand, and counts one that is named again as new', () => {
    let ids: ReadonlySet<string> = new Set();
    for (let number = 0; number < 1_000; number += 1) ids = remember(ids, `n${number}`);
    ids = remember(ids, 'n0');
    expect(ids.size).toBe(1_000);
    ids = remember(ids, 'n1000');
    expect(ids.size).toBe(1_000);
    expect([ids.has('n0'), ids.has('n1'), ids.has('n2'), ids.has('n1000')]).toEqual([true, false, true, true]);
  });

  it('leaves the set that it was given as it was', () => {
    const ids = new Set(['n1']);
    remember(ids, 'n2');
    expect([...ids]).toEqual(['n1']);
  });
});
