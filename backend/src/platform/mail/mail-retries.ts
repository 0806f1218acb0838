/** After this many tries, over some two hours, a mail is given up. */
export const MOST_ATTEMPTS = 20;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Milliseconds until the next try: twice as long after each, up to ten minutes. @param attempt which one failed, from 1 up */
export function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
}
