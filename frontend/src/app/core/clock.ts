import { DOCUMENT, DestroyRef, Injectable, inject, signal } from '@angular/core';

const TICK_MS = 10_000;

/** The one timer behind everything on the page that ages. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly time = signal(Date.now());
  /** Epoch milliseconds, renewed every ten seconds and when the page is looked at again. */
  readonly now = this.time.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    const tick = () => this.time.set(Date.now());
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', tick);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    });
  }
}
