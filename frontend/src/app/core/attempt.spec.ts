/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { Attempt } from './attempt';

describe(Attempt.name, () => {
  it('keeps the key while the content stays the same', () => {
    const attempt = new Attempt();
    expect(attempt.keyFor({ title: 'a' })).toBe(attempt.keyFor({ title: 'a' }));
  });

  it('makes a new key for other content, and after an answer', () => {
    const attempt = new Attempt();
    const first = attempt.keyFor({ title: 'a' });
    const second = attempt.keyFor({ title: 'b' });
    attempt.done();
    const third = attempt.keyFor({ title: 'b' });
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('stays within what the contract accepts as a key', () => {
    expect(new Attempt().keyFor({})).toMatch(/^[\x21-\x7e]{1,128}$/);
  });
});
