/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { hueOf, initials } from './avatar';

describe(initials.name, () => {
  it.each([
    ['Ann Bee', 'AB'],
    ['ann', 'A'],
    ['Ann van der Bee', 'AB'],
    ['  ', ''],
    ['😀 Smile', '😀S'],
  ])('shortens "%s" to "%s"', (name, letters) => expect(initials(name)).toBe(letters));
});

describe(hueOf.name, () => {
  it('is the same for the same person, and one of six', () => {
    expect(hueOf('user1')).toBe(hueOf('user1'));
    for (const id of ['', 'a', 'ann@example.test', '😀']) expect([0, 1, 2, 3, 4, 5]).toContain(hueOf(id));
  });
});
