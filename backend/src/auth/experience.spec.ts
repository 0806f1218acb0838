import { describe, expect, it } from '@jest/globals';
import { hireDays, wholeYearsSince } from './experience.js';

const at = (day: string) => new Date(`${day}T12:00:00Z`);

describe(hireDays.name, () => {
  it('turns years into days of hiring, the least experience into the latest', () => {
    expect(hireDays(2, 5, at('2026-03-10'))).toEqual({ earliest: '2021-03-10', latest: '2024-03-10' });
    expect(hireDays(undefined, 0, at('2026-03-10'))).toEqual({ earliest: '2026-03-10' });
    expect(hireDays(undefined, undefined, at('2026-03-10'))).toEqual({});
  });

  it('understands broken years', () => {
    expect(hireDays(0.5, 1.5, at('2026-07-02'))).toEqual({ earliest: '2024-12-31', latest: '2025-12-31' });
  });

  it('counts a year from the day itself on, in leap years too', () => {
    const year = (hired: string, today: string) => {
      const { latest = '' } = hireDays(1, undefined, at(today));
      return hired <= latest;
    };
    expect([year('2020-02-29', '2021-02-28'), year('2020-02-29', '2021-03-01')]).toEqual([false, true]);
    expect([year('2023-03-01', '2024-02-29'), year('2023-02-28', '2024-02-29')]).toEqual([false, true]);
  });

  it('goes back no further than there are years', () => {
    expect(hireDays(undefined, 9_999, at('2026-03-10'))).toEqual({ earliest: '0000-03-10' });
  });
});

describe(wholeYearsSince.name, () => {
  it.each([
    ['2020-03-10', 6],
    ['2020-03-11', 5],
    ['2026-03-10', 0],
    ['2027-01-01', 0],
  ])('gives for somebody hired on %s %d years', (hired, years) => {
    expect(wholeYearsSince(hired, at('2026-03-10'))).toBe(years);
  });
});
