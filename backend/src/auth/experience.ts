/**
 * Experience is counted in whole years from the day of hiring, for bounds as for what is shown. Days are `YYYY-MM-DD`, so
 * that they compare as texts; a bound may name a day that no calendar has, such as the 29th of a short February, and
 * still compares right.
 */

/** Hired after the one day, and not after the other. */
export interface HireDays {
  after?: string;
  latest?: string;
}

/** The day at a moment, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The last day of hiring of those who have so many whole years at `now`. */
function hiredBefore(years: number, now: Date): string {
  const [year = '', month = '', day = ''] = dayOf(now).split('-');
  return [String(Math.max(0, Number(year) - years)).padStart(4, '0'), month, day].join('-');
}

/** When those were hired who have between `min` and `max` whole years at `now`, both included. */
export function hireDays(min: number | undefined, max: number | undefined, now: Date): HireDays {
  return {
    ...(max !== undefined && { after: hiredBefore(Math.floor(max) + 1, now) }),
    ...(min !== undefined && { latest: hiredBefore(Math.ceil(min), now) }),
  };
}

/** Whole years since the day of hiring; 0 until the first is over. */
export function wholeYearsSince(hiredAt: string, now: Date): number {
  const today = dayOf(now);
  const years = Number(today.slice(0, 4)) - Number(hiredAt.slice(0, 4));
  return Math.max(0, today.slice(5) < hiredAt.slice(5) ? years - 1 : years);
}
