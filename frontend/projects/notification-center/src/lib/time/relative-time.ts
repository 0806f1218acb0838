const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago something was: 'just now', '5 min. ago', 'yesterday', and the date beyond a week. Both times in
 * milliseconds since 1970; one that seems to lie ahead, since clocks differ, was just now.
 */
export function relativeTime(then: number, now: number, locale: string): string {
  const age = now - then;
  if (age < 45_000) return 'just now';
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  if (age < HOUR) return format.format(-Math.max(1, Math.round(age / MINUTE)), 'minute');
  if (age < DAY) return format.format(-Math.round(age / HOUR), 'hour');
  if (age < 7 * DAY) return format.format(-Math.round(age / DAY), 'day');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(then);
}
