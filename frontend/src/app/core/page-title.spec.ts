import { describe, expect, it } from '@jest/globals';
import { pageTitle } from './page-title';

describe(pageTitle.name, () => {
  it('names the count first, and no count when nothing is unread', () => {
    expect(pageTitle(3)).toBe('(3) Eventide');
    expect(pageTitle(0)).toBe('Eventide');
  });
});
