import { describe, expect, it } from '@jest/globals';
import { isFor, type Addressee } from './signal-filter.js';

const ann: Addressee = { userId: 'ann', email: 'Ann@host.test' };
const signal = (to: Partial<Addressee>, topic = 'filter.verified') => ({ to: { userId: null, email: null, ...to }, topic, data: true });

describe(isFor.name, () => {
  it.each<[string, boolean, Partial<Addressee>]>([
    ['the person', true, { userId: 'ann' }],
    ['another person', false, { userId: 'ben' }],
    ['another person, whatever address the token says', false, { userId: 'ben', email: 'ann@host.test' }],
    ['an address that is registered to nobody', true, { email: 'ann@HOST.test' }],
    ["somebody else's address", false, { email: 'ben@host.test' }],
    ['nobody', false, {}],
  ])('takes a signal for %s: %s', (_, expected, to) => {
    expect(isFor(ann, null, signal(to))).toBe(expected);
  });

  it('leaves out topics that were not asked for', () => {
    const topics = new Set(['filter.verified', 'weather']);
    expect(isFor(ann, topics, signal({ userId: 'ann' }))).toBe(true);
    expect(isFor(ann, topics, signal({ userId: 'ann' }, 'filter'))).toBe(false);
    expect(isFor(ann, new Set(), signal({ userId: 'ann' }))).toBe(false);
  });

  it('gives nobody without an address what is for an address', () => {
    expect(isFor({ userId: 'host-1', email: null }, null, signal({ email: '' }))).toBe(false);
  });
});
