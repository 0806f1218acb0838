/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { isLink } from './link';

describe(isLink.name, () => {
  it.each(['https://example.com/a?b', '/tasks', '/'])('accepts %s', (link) => expect(isLink(link)).toBe(true));
  it.each(['http://example.com', '//evil.test', '/\\evil', 'javascript:alert(1)', 'tasks', 'https://', '/a b'])(
    'refuses %s',
    (link) => expect(isLink(link)).toBe(false),
  );
});
