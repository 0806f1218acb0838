import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { isoTime, jsonObject, key, link, place, queryNumber, text, userId } from './schemas.js';

function nested(depth: number): object {
  return depth === 0 ? {} : { inner: nested(depth - 1) };
}

const RULES: [name: string, schema: z.ZodType, good: unknown[], bad: unknown[]][] = [
  ['userId', userId, ['a', 'auth0|x', 'a@b.c', 'x'.repeat(128)], ['', 'x'.repeat(129), 'a b', '#all', 'ä', { $ne: null }, 1]],
  ['text', text(3), ['a', ' a ', 'abc', '😀a'], ['', '   ', 'abcd', '😀😀', null, ['a'], { $gt: '' }]],
  ['key', key, ['a', 'x'.repeat(128), 'a b'], ['', 'x'.repeat(129), 'é', 'a\n']],
  ['link', link, ['https://a.test/b', '/tasks', '/', '/'.padEnd(2_000, 'a')], ['', '/'.padEnd(2_001, 'a'), `/${'😀'.repeat(1_000)}`, '//a.test', '/\\a.test', 'javascript:alert(1)', 'http://a.test', '/a\tb', 'https:']],
  ['isoTime', isoTime, ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.678+02:00'], ['2026-01-02', '2026-01-02T03:04:05', 5, '']],
  ['place', place, [0, 1, Number.MAX_SAFE_INTEGER], [-1, 1.5, '1', Number.NaN, 2 ** 53]],
  ['queryNumber', queryNumber(1, 100), ['1', '100'], ['0', '101', '01', '1.0', '-1', ' 1', '', 'x', ['1']]],
  [
    'jsonObject',
    jsonObject,
    [{}, { $where: 1, 'a.b': [null, { c: true }] }, nested(31)],
    [[], 'a', null, { a: 'x'.repeat(4_096) }, { a: 'ä'.repeat(2_048) }, nested(33), JSON.parse('{"a":{"__proto__":{}}}')],
  ],
];

describe.each(RULES)('%s', (_, schema, good, bad) => {
  it('accepts what the contract allows', () => {
    for (const value of good) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
  });

  it('refuses everything else', () => {
    for (const value of bad) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
  });
});

describe('jsonObject', () => {
  it('survives a value nested deeper than the stack', () => {
    const deep: unknown = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(jsonObject.safeParse(deep).success).toBe(false);
  });

  it('keeps the value as it is', () => {
    const value = { $set: { 'a.b': 1 } };
    expect(jsonObject.parse(value)).toEqual(value);
  });
});
