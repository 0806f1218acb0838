import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword } from './password.js';

describe(isPassword.name, () => {
  it('knows the right password from others', async () => {
    const stored = await hashPassword('Grüße, 世界');
    expect(await isPassword('Grüße, 世界', stored)).toBe(true);
    expect(await isPassword('Grüße, 世界 ', stored)).toBe(false);
    expect(await isPassword('', stored)).toBe(false);
  });

  it('keeps the cost with the hash, and salts it', async () => {
    const [one, other] = [await hashPassword('same'), await hashPassword('same')];
    expect(one).toMatch(/^argon2id\$19456\$2\$1\$/);
    expect(one).not.toBe(other);
    expect(one).not.toContain('same');
  });

  it('refuses every password of an account without one', async () => {
    expect(await isPassword('', null)).toBe(false);
  });
});

describe(hashPassword.name, () => {
  it('leaves threads to others, and sends away whom it could not serve in time', async () => {
    let done = 0;
    const flood = Array.from({ length: 110 }, async () => {
      await hashPassword('guess');
      done += 1;
    });
    // The same threads work on this; behind the flood it would be the last.
    await promisify(randomBytes)(1);
    expect(done).toBeLessThan(10);
    const outcomes = await Promise.allSettled(flood);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(8);
    expect(refusals).toEqual(refusals.map(() => expect.objectContaining({ code: 'unavailable' })));
  });
});
