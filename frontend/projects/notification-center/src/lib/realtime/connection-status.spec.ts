/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { backOff, nextStep, type Tries } from './connection-status';

const FIRST: Tries = { failures: 0, tokenWasFresh: false, online: true };
const highest = (): number => 0.999;
const lowest = (): number => 0;

describe(nextStep.name, () => {
  it('tries again at a random time that grows with each failure, up to 5 s', () => {
    const delays = [0, 1, 2, 3, 4, 20].map((failures) => {
      const step = nextStep({ kind: 'lost' }, { ...FIRST, failures }, highest);
      return step.kind === 'retry' ? step.afterMs : -1;
    });
    expect(delays).toEqual([400, 799, 1_598, 3_197, 4_995, 4_995]);
    expect(nextStep({ kind: 'lost' }, FIRST, lowest)).toEqual({ kind: 'retry', afterMs: 0, freshToken: false });
  });

  it('tries slowly while the browser says that it is offline', () => {
    expect(nextStep({ kind: 'lost' }, { ...FIRST, online: false }, lowest)).toMatchObject({ afterMs: 30_000 });
  });

  it('renews an expired token once, and asks for a sign-in when that did not help', () => {
    const end = { kind: 'refused', refusal: { code: 'token_expired' } } as const;
    expect(nextStep(end, FIRST, highest)).toEqual({ kind: 'retry', afterMs: 0, freshToken: true });
    expect(nextStep(end, { ...FIRST, tokenWasFresh: true }, highest)).toEqual({ kind: 'stop', signInNeeded: true });
  });

  it('stops where trying is pointless', () => {
    const refused = (code: 'unauthorized' | 'forbidden_origin') =>
      nextStep({ kind: 'refused', refusal: { code } }, FIRST, highest);
    expect(refused('unauthorized')).toEqual({ kind: 'stop', signInNeeded: true });
    expect(refused('forbidden_origin')).toEqual({ kind: 'stop', signInNeeded: false });
  });

  it('does not return earlier than the server asks', () => {
    const overloaded = { kind: 'refused', refusal: { code: 'overloaded', retryAfterMs: 7_000 } } as const;
    expect(nextStep(overloaded, FIRST, lowest)).toMatchObject({ afterMs: 7_000 });
    expect(nextStep(overloaded, FIRST, highest)).toMatchObject({ afterMs: 7_400 });
    const crowded = { kind: 'refused', refusal: { code: 'too_many_connections' } } as const;
    expect(nextStep(crowded, FIRST, lowest)).toMatchObject({ afterMs: 30_000 });
  });

  it('obeys the closing: when to return, with which token, or not at all', () => {
    const closed = (closing: Parameters<typeof nextStep>[0] & { kind: 'closed' }) => nextStep(closing, FIRST, highest);
    expect(closed({ kind: 'closed', closing: { code: 'drain', reconnect: true, afterMs: 1_234 } })).toEqual({
      kind: 'retry',
      afterMs: 1_234,
      freshToken: false,
    });
    expect(closed({ kind: 'closed', closing: { code: 'token_expired', reconnect: true } })).toMatchObject({
      freshToken: true,
    });
    expect(closed({ kind: 'closed', closing: { code: 'revoked', reconnect: false } })).toEqual({
      kind: 'stop',
      signInNeeded: true,
    });
    expect(closed({ kind: 'closed', closing: { code: 'protocol_error', reconnect: false } })).toEqual({
      kind: 'stop',
      signInNeeded: false,
    });
  });
});

describe(backOff.name, () => {
  it('stays within the bound whatever is drawn', () => {
    for (let draw = 0; draw < 1; draw += 0.01) expect(backOff(30, () => draw)).toBeLessThanOrEqual(5_000);
  });
});
