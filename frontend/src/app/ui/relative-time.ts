const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What a page's clock and a server's may differ by, with the time between two ticks. */
const SLACK = 15_000;

/**
 * How long ago, or in how long, a time is: 'just now', '5 min. ago', 'in 2 hr.', and the date beyond a week.
 * `now` and `then` are epoch milliseconds.
 */
export function relativeTime(then: number, now: number, locale: string): string {
  const distance = then - now;
  const size = Math.abs(distance);
  if (size < MINUTE - SLACK) return distance > SLACK ? 'in a moment' : 'just now';
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  if (size < HOUR) return format.format(Math.round(distance / MINUTE) || Math.sign(distance), 'minute');
  if (size < DAY) return format.format(Math.round(distance / HOUR), 'hour');
  if (size < 7 * DAY) return format.format(Math.round(distance / DAY), 'day');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(then);
}

/** The whole date and time, in the reader's time zone. */
export function fullTime(then: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(then);
}
