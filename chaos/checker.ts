import type { Evidence, Invariant, InvariantId, Violation } from './evidence.js';
import { NOTHING_LOST } from './invariants/i1-nothing-lost.js';
import { NOTHING_TWICE } from './invariants/i2-nothing-twice.js';
import { TRUE_COUNTS } from './invariants/i3-true-counts.js';
import { IN_ORDER } from './invariants/i4-in-order.js';
import { PRIVATE } from './invariants/i5-private.js';
import { BOUNDED } from './invariants/i6-bounded.js';
import { ALIVE } from './invariants/i7-alive.js';
import { HONEST } from './invariants/i8-honest.js';
import { BARRED } from './invariants/i9-barred.js';
import { STRANGERS_OUT } from './invariants/s2-strangers-out.js';

export const INVARIANTS: readonly Invariant[] = [
  NOTHING_LOST,
  NOTHING_TWICE,
  TRUE_COUNTS,
  IN_ORDER,
  PRIVATE,
  BOUNDED,
  ALIVE,
  HONEST,
  BARRED,
  STRANGERS_OUT,
];

/** Everything that a run broke, of the invariants named. */
export function judge(evidence: Evidence, ids: readonly InvariantId[]): Violation[] {
  return INVARIANTS.filter(({ id }) => ids.includes(id)).flatMap((invariant) =>
    invariant.judge(evidence).map((what) => ({ invariant: invariant.id, what })),
  );
}
