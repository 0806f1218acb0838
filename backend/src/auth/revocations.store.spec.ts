import { describe, expect, it } from '@jest/globals';
import { isRevoked } from './revocations.store.js';

describe(isRevoked.name, () => {
  it('refuses the tokens of the session, and of no other', () => {
    const revocation = { userId: 'a', sid: 's' };
    expect([{ sid: 's' }, { sid: 't' }, {}].map((token) => isRevoked(token, revocation))).toEqual([true, false, false]);
  });

  it('refuses what was issued up to the second, and what does not say when it was', () => {
    const revocation = { userId: 'a', issuedUpTo: 100 };
    const tokens = [{ issuedAt: 99 }, { issuedAt: 100 }, {}, { issuedAt: 101 }];
    expect(tokens.map((token) => isRevoked(token, revocation))).toEqual([true, true, true, false]);
  });
});
