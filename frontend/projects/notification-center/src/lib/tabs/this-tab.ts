import { Injectable, type OnDestroy, inject } from '@angular/core';
import { randomId } from '../random-id';
import { TAB_PLATFORM } from './tab-platform';

/** The name of this tab among those of its browser, and a lock of that name, which it holds for as long as it lives. */
@Injectable({ providedIn: 'root' })
export class ThisTab implements OnDestroy {
  private readonly platform = inject(TAB_PLATFORM);
  private end: () => void = () => undefined;

  readonly id = randomId();
  readonly lock = `eventide tab ${this.id}`;

  constructor() {
    const life = new Promise<void>((resolve) => (this.end = resolve));
    void this.platform?.locks.request(this.lock, {}, () => life);
  }

  /** The locks of all tabs that live; of this one alone where the browser can't tell. */
  async living(): Promise<ReadonlySet<string>> {
    const locks = await this.platform?.locks.query();
    return new Set([this.lock, ...(locks?.held ?? []).map(({ name }) => name ?? '')]);
  }

  ngOnDestroy(): void {
    this.end();
  }
}
