import { describe, expect, it } from '@jest/globals';
import { onceKey } from './idempotency.js';

describe(onceKey.name, () => {
  const named = (body: unknown, caller = 'u:a', route = 'POST /api/tasks', key = 'k') => onceKey(caller, route, key, body);

  it('names nothing without a key', () => {
    expect(onceKey('u:a', 'POST /api/tasks', undefined, {})).toBeUndefined();
  });

  it('is the same whatever the order of fields', () => {
    expect(named({ a: 1, b: { c: 2, d: [1, 2] } })).toEqual(named({ b: { d: [1, 2], c: 2 }, a: 1 }));
  });

  it('takes a field left out and one that is undefined for the same', () => {
    expect(named({ a: 1, b: undefined })).toEqual(named({ a: 1 }));
  });

  it.each([
    ['another value', { a: 2 }],
    ['another type', { a: '1' }],
    ['another nesting', { a: [1] }],
    ['null', { a: null }],
    ['nothing', {}],
    ['another name', { b: 1 }],
  ])('has another hash for %s', (_, body) => {
    expect(named(body).bodyHash).not.toBe(named({ a: 1 }).bodyHash);
  });

  it('tells the order of lists apart', () => {
    expect(named([1, 2]).bodyHash).not.toBe(named([2, 1]).bodyHash);
  });

  it('keeps callers, routes and keys apart, also where they run into each other', () => {
    const ids = [
      named({}),
      named({}, 'k:a'),
      named({}, 'u:a', 'POST /api/comments'),
      named({}, 'u:a', 'POST /api/tasks', 'k2'),
      named({}, 'u:a","POST', '/api/tasks'),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
