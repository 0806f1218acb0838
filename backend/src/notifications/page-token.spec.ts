import { describe, expect, it } from '@jest/globals';
import { readPageToken, writePageToken } from './page-token.js';

describe('page tokens', () => {
  it('lead back to their place', () => {
    for (const place of [1, 42, Number.MAX_SAFE_INTEGER]) {
      expect(readPageToken(writePageToken(place, ['all', null]), ['all', null])).toBe(place);
    }
  });

  it.each(['', 'x', 'null', '42', '$gt', 'AAAAAAAAAAAAAAAA', 'a'.repeat(300), '../../etc'])('refuse %j', (token) => {
    expect(() => readPageToken(token, ['all'])).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('refuse other filters', () => {
    const token = writePageToken(42, ['unread']);
    expect(() => readPageToken(token, ['all'])).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
