import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readPageToken, writePageToken } from './page-token.js';
import { place as number } from './schemas.js';

describe('page tokens', () => {
  it('lead back to their place', () => {
    for (const place of [1, 42, Number.MAX_SAFE_INTEGER]) {
      expect(readPageToken(writePageToken(place, ['all', null]), ['all', null], number)).toBe(place);
    }
    const pair = z.tuple([z.string(), z.string()]);
    expect(readPageToken(writePageToken(['Zoë "Z"', 'z'], []), [], pair)).toEqual(['Zoë "Z"', 'z']);
  });

  it.each(['', 'x', 'null', '42', '$gt', 'AAAAAAAAAAAAAAAA', 'a'.repeat(300), '../../etc'])('refuse %j', (token) => {
    expect(() => readPageToken(token, ['all'], number)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('refuse other filters, and places of another kind', () => {
    for (const token of [writePageToken(42, ['unread']), writePageToken('42', ['all']), writePageToken({ $gt: 0 }, ['all'])]) {
      expect(() => readPageToken(token, ['all'], number)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    }
  });
});
