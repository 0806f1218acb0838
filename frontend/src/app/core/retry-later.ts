import { effect } from '@angular/core';
import type { Failure } from './failure';

const LEAST_S = 5;

/**
 * Tries again by itself what failed because the server was away: each new failure plans the next try, a bit apart from
 * those of others. To be called where `inject` may be; ends with its owner.
 */
export function retryLater(failure: () => Failure | null, again: () => void): void {
  effect((onCleanup) => {
    const last = failure();
    if (last?.code !== 'unreachable' && last?.code !== 'unavailable') return;
    const seconds = Math.max(LEAST_S, last.retryAfterS ?? 0) + Math.random();
    const timer = setTimeout(again, seconds * 1_000);
    onCleanup(() => clearTimeout(timer));
  });
}
