import { Injectable, type OnDestroy, inject } from '@angular/core';
import { randomId } from '../random-id';
import { TAB_PLATFORM } from './tab-platform';

/** The name of this tab among those of its browser, and a lock of that name, which it holds for as long as it lives. */
@Injectable({ providedIn: 'root' })
export class ThisTab implements OnDestroy {
  private end: () => void = () => undefined;

  readonly id = randomId();
  readonly lock = `eventide tab ${this.id}`;

  constructor() {
    const life = new Promise<void>((resolve) => (this.end = resolve));
    void inject(TAB_PLATFORM)?.locks.request(this.lock, {}, () => life);
  }

  ngOnDestroy(): void {
    this.end();
  }
}
