import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.js';

describe(Turnstile.name, () => {
  it('lets so many through in a turn of the loop, in their order', async () => {
    const turnstile = new Turnstile(2);
    const inside: number[] = [];
    for (const who of [1, 2, 3, 4, 5]) turnstile.pass(() => inside.push(who));
    expect(inside).toEqual([]);
    await nextTurn();
    expect(inside).toEqual([1, 2]);
    await nextTurn();
    expect(inside).toEqual([1, 2, 3, 4]);
    await nextTurn();
    expect(inside).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on with whoever comes later', async () => {
    const turnstile = new Turnstile(1);
    const inside: number[] = [];
    turnstile.pass(() => {
      inside.push(1);
      turnstile.pass(() => inside.push(2));
    });
    await nextTurn();
    expect(inside).toEqual([1]);
    await nextTurn();
    turnstile.pass(() => inside.push(3));
    await nextTurn();
    expect(inside).toEqual([1, 2, 3]);
  });
});
