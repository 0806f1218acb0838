/** One moment of a job: when, in milliseconds, and how much was done by then. */
interface Sample {
  at: number;
  done: number;
}

const KEPT = 60;

/** How fast something goes: the speed between one look and the next, newest last. */
export class RateMeter {
  private last: Sample | null = null;
  private rates: number[] = [];

  /** Per second, rounded; a step back (a job that began again) counts as nothing. */
  measure({ at, done }: Sample): readonly number[] {
    if (this.last !== null && at > this.last.at) {
      const rate = Math.max(0, ((done - this.last.done) * 1_000) / (at - this.last.at));
      this.rates = [...this.rates, Math.round(rate)].slice(-KEPT);
    }
    this.last = { at, done };
    return this.rates;
  }
}

/** Seconds until the rest is done at the mean of the speeds; null while nobody can tell. */
export function secondsLeft(left: number, rates: readonly number[]): number | null {
  const recent = rates.slice(-10);
  const mean = recent.reduce((sum, rate) => sum + rate, 0) / recent.length;
  return mean > 0 ? Math.ceil(left / mean) : null;
}

/** 'about 40 seconds left', 'about 3 minutes left'. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 2) return 'about a second left';
  if (seconds < 90) return `about ${seconds} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}
