/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { returnPath } from './return-path';

describe(returnPath.name, () => {
  it('goes back to a path of this application', () => {
    expect(returnPath('/tasks?task=1')).toBe('/tasks?task=1');
  });

  it.each([null, '', 'https://evil.test', '//evil.test', '/\\evil.test', 'tasks', '/sign-in?returnUrl=/sign-in'])(
    'goes home instead of to %p',
    (wanted) => expect(returnPath(wanted)).toBe('/tasks'),
  );
});
