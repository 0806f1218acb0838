import { DestroyRef, Injectable, inject, signal } from '@angular/core';

const TICK_MS = 10_000;

/** The present, every ten seconds: the one timer behind every relative time of the library. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly present = signal(Date.now());
  /** Milliseconds since 1970. */
  readonly now = this.present.asReadonly();

  constructor() {
    const timer = setInterval(() => this.present.set(Date.now()), TICK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}
