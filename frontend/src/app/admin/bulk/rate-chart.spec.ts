/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { points } from './rate-chart';

describe(points.name, () => {
  it('draws over the whole width, the fastest moment at the top', () => {
    expect(points([0, 50, 100], 200, 40)).toBe('0,40 100,20 200,0');
  });

  it('lies on the ground while nothing moves', () => {
    expect(points([0, 0], 200, 40)).toBe('0,40 200,40');
  });
});
