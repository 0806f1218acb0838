/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { placesFor } from './places';

const workOf = (...roles: string[]) => placesFor(roles).work.map(({ label }) => label);

describe(placesFor.name, () => {
  it('offers each role what it may open', () => {
    expect(workOf('user')).toEqual([]);
    expect(workOf('manager', 'publisher', 'user')).toEqual(['Employees', 'Notices']);
    expect(workOf('admin')).toEqual(['Employees', 'Notices', 'Announcements', 'Allocations', 'Imports']);
  });
});
