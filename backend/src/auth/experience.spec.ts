import { describe, expect, it } from '@jest/globals';
import { dayOf, hireDays, wholeYearsSince } from './experience.js';

const at = (day: string) => new Date(`${day}T12:00:00Z`);

describe(hireDays.name, () => {
  it('turns years into days of hiring: the least experience into the latest, the most into one that is too early', () => {
    expect(hireDays(2, 5, at('2026-03-10'))).toEqual({ after: '2020-03-10', latest: '2024-03-10' });
    expect(hireDays(undefined, 0, at('2026-03-10'))).toEqual({ after: '2025-03-10' });
    expect(hireDays(undefined, undefined, at('2026-03-10'))).toEqual({});
  });

  it('means whole years by broken ones too', () => {
    expect(hireDays(1.5, 2.5, at('2026-07-02'))).toEqual(hireDays(2, 2, at('2026-07-02')));
  });

  it.each(['2020-02-29', '2021-02-28', '2023-03-01', '2026-03-10'])('lets in on %s just those whose years are shown as within the bounds', (today) => {
    const now = at(today);
    const days = Array.from({ length: 2_000 }, (_, ago) => dayOf(new Date(now.getTime() - ago * 24 * 3_600_000)));
    const { after = '', latest = '' } = hireDays(2, 3, now);
    const shown = days.filter((hired) => [2, 3].includes(wholeYearsSince(hired, now)));
    expect(days.filter((hired) => after < hired && hired <= latest)).toEqual(shown);
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
    expect(hireDays(undefined, 9_999, at('2026-03-10'))).toEqual({ after: '0000-03-10' });
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
