/**
 * Experience is counted from the day of hiring. Days are `YYYY-MM-DD`, so that they compare as texts; a bound may
 * name a day that no calendar has, such as the 29th of a short February, and still compares right.
 */

const DAY_MS = 24 * 3_600_000;
const DAYS_A_YEAR = 365.25;

/** Both ends included. */
export interface HireDays {
  earliest?: string;
  latest?: string;
}

/** The day at a moment, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day of hiring of somebody who has just so many years, whole or broken, at `now`. */
function hiredBefore(years: number, now: Date): string {
  const whole = Math.floor(years);
  const [year = '', month = '', day = ''] = dayOf(
    new Date(now.getTime() - Math.round((years - whole) * DAYS_A_YEAR) * DAY_MS),
  ).split('-');
  return [String(Math.max(0, Number(year) - whole)).padStart(4, '0'), month, day].join('-');
}

/** When those were hired who have between `min` and `max` years at `now`. */
export function hireDays(min: number | undefined, max: number | undefined, now: Date): HireDays {
  return {
    ...(min !== undefined && { latest: hiredBefore(min, now) }),
    ...(max !== undefined && { earliest: hiredBefore(max, now) }),
  };
}

/** Whole years since the day of hiring; 0 until the first is over. */
export function wholeYearsSince(hiredAt: string, now: Date): number {
  const today = dayOf(now);
  const years = Number(today.slice(0, 4)) - Number(hiredAt.slice(0, 4));
  return Math.max(0, today.slice(5) < hiredAt.slice(5) ? years - 1 : years);
}
