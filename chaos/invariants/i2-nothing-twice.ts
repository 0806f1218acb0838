import type { Invariant } from '../evidence.js';
import { linesOf } from '../history.js';

/** A device shows each id as new at most once; a key has one document per reader, and so has a voucher. */
export const NOTHING_TWICE: Invariant = {
  id: 'I2',
  title: 'nothing twice',
  judge: ({ lines, dump }) => [
    ...repeated(linesOf(lines, 'display').map(({ who, id }) => `${who} showed ${id} as new`)),
    ...repeated(dump.items.map(({ key, user }) => `Key ${key} made a notification for ${user}`)),
    ...repeated(dump.vouchers.map(({ user, code }) => `${user} got voucher ${code}`)),
    ...repeated(dump.items.filter(({ voucher }) => voucher !== undefined).map(({ user, voucher }) => `${user} was told of voucher ${voucher}`)),
    ...repeated(dump.announcements.map(({ key }) => `Key ${key} made an announcement`)),
  ],
};

function repeated(sentences: readonly string[]): string[] {
  return [...Map.groupBy(sentences, (sentence) => sentence)]
    .filter(([, times]) => times.length > 1)
    .map(([sentence, times]) => `${sentence} ${times.length} times`);
}
