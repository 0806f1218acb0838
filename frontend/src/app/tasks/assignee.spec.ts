import { describe, expect, it } from '@jest/globals';
import { nextActive, personMeant } from './assignee';

const people = [
  { id: 'ann', name: 'Ann Bee' },
  { id: 'ann2', name: 'Ann Cee' },
  { id: 'cee', name: 'ann cee' },
];

describe(personMeant.name, () => {
  it('finds a person by id, or by a name in any case', () => {
    expect(personMeant(' ann ', people)?.id).toBe('ann');
    expect(personMeant('ANN BEE', people)?.id).toBe('ann');
  });

  it('does not guess between people of one name, nor from half a name', () => {
    expect(personMeant('Ann Cee', people)).toBeNull();
    expect(personMeant('Ann', people)).toBeNull();
  });
});

describe(nextActive.name, () => {
  it('goes round the ends and starts at the near one', () => {
    expect(nextActive(-1, 1, 3)).toBe(0);
    expect(nextActive(-1, -1, 3)).toBe(2);
    expect(nextActive(2, 1, 3)).toBe(0);
    expect(nextActive(0, -1, 3)).toBe(2);
    expect(nextActive(0, 1, 0)).toBe(-1);
  });
});
