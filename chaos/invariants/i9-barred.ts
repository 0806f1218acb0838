import type { Invariant } from '../evidence.js';
import { linesOf, userOf } from '../history.js';

/** Nothing but the farewell reaches a device whose token has expired or was revoked 10 s ago. */
export const BARRED: Invariant = {
  id: 'I9',
  title: 'nothing after expiry or revocation',
  judge: ({ lines }) => {
    const ends = new Map(linesOf(lines, 'barred').map(({ who, until }) => [who, until]));
    return linesOf(lines, 'receive').flatMap(({ t, who, event }) => {
      const until = Math.min(ends.get(who) ?? Infinity, ends.get(userOf(who)) ?? Infinity);
      return t > until && event !== 'closing' ? [`${who} got ${event} ${Math.round(t - until)} ms too late`] : [];
    });
  },
};
