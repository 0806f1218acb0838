import { DOCUMENT, DestroyRef, Injectable, inject, signal } from '@angular/core';

const TICK_MS = 10_000;

/** The present, every ten seconds: the one timer behind every relative time on the page. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly present = signal(Date.now());
  /** Milliseconds since 1970; right at once when the page is looked at again, as timers sleep in hidden tabs. */
  readonly now = this.present.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    const tick = (): void => this.present.set(Date.now());
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', tick);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    });
  }
}
