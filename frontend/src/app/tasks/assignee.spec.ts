/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { personMeant } from './assignee';

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
