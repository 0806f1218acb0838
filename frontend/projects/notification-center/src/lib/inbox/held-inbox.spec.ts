/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { aNotification } from '../../../testing/builders';
import { NOTHING_HELD, applyChange, putNotification, trim, type HeldInbox } from './held-inbox';

function holding(places: number[], heldFrom: number): HeldInbox {
  const items = places.map((seq) => aNotification({ seq }));
  return { ...items.reduce(putNotification, NOTHING_HELD), heldFrom };
}

const placesOf = ({ items }: HeldInbox): number[] => [...items.values()].map(({ createdSeq }) => createdSeq);

describe(trim.name, () => {
  it('keeps what fits as it is', () => {
    const held = holding([3, 2, 1], 0);
    expect(trim(held, 3, Infinity)).toBe(held);
    expect(trim(NOTHING_HELD, 3, Infinity)).toBe(NOTHING_HELD);
  });

  it('lets the oldest go, and says from where on it still holds all', () => {
    const held = trim(holding([5, 4, 2, 1], 0), 2, Infinity);
    expect([placesOf(held), held.heldFrom]).toEqual([[5, 4], 4]);
  });

  it('keeps all that is on show', () => {
    const held = trim(holding([5, 4, 2, 1], 0), 1, 2);
    expect([placesOf(held), held.heldFrom]).toEqual([[5, 4, 2], 2]);
  });

  it('does not claim to hold all down to what stood alone before', () => {
    const held = trim(holding([9, 8, 3, 1], 8), 3, Infinity);
    expect([placesOf(held), held.heldFrom]).toEqual([[9, 8, 3], 8]);
  });

  it('holds what it let go again when that changes, below what is complete', () => {
    const trimmed = trim(holding([5, 4, 2, 1], 0), 2, Infinity);
    const notification = aNotification({ id: 'n1', seq: 6, createdSeq: 1, readStatus: 'read' });
    const held = applyChange(trimmed, { kind: 'updated', notification });
    expect(held?.items.get('n1')).toEqual(notification);
    expect(held?.heldFrom).toBe(4);
    const removed = held && applyChange(held, { kind: 'removed', id: 'n2', seq: 7, reason: 'removed' });
    expect(removed && placesOf(putNotification(removed, aNotification({ seq: 2 })))).toEqual([5, 4, 1]);
  });
});
