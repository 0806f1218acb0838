import type { StepProgress } from '@eventide/contracts';

const MOST_IN_WINDOW = 10;
const WINDOW_MS = 1_000;

/**
 * Decides which steps one reader is told and when: only what is new to this reader, the latest of each step, in the order
 * of the steps, and at most ten events in any second. It looks at no clock: it is given the time.
 */
export class StepFeed {
  private readonly told = new Map<string, StepProgress>();
  private readonly pending = new Map<string, StepProgress>();
  private sentAt: number[] = [];

  /** Takes in what is known of all steps that have begun. News may come late: what is behind something known is dropped. */
  show(steps: readonly StepProgress[]): void {
    for (const progress of steps) {
      const known = this.pending.get(progress.step) ?? this.told.get(progress.step);
      if (!known || isNews(known, progress)) this.pending.set(progress.step, progress);
    }
  }

  /** What may be told now; what has to wait stays for a later call. */
  take(now: number): StepProgress[] {
    this.sentAt = this.sentAt.filter((at) => at > now - WINDOW_MS);
    const taken = [...this.pending.values()].slice(0, MOST_IN_WINDOW - this.sentAt.length);
    for (const progress of taken) {
      this.pending.delete(progress.step);
      this.told.set(progress.step, progress);
      this.sentAt.push(now);
    }
    return taken;
  }

  /** True when something has to be told later. */
  get isWaiting(): boolean {
    return this.pending.size > 0;
  }

  /** True when the last thing there is to say was told. */
  get isComplete(): boolean {
    return !this.isWaiting && this.told.has('COMPLETED');
  }
}

function isNews(known: StepProgress, { state, done, total, errors }: StepProgress): boolean {
  if (known.state !== 'running' || done < known.done) return false;
  return known.state !== state || known.done !== done || known.total !== total || known.errors !== errors;
}
