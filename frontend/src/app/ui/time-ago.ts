import { Component, LOCALE_ID, computed, inject, input } from '@angular/core';
import { Clock } from '../core/clock';
import { fullTime, relativeTime } from './relative-time';

/** A time in words that stay true while the page is open; the title says it exactly. */
@Component({
  selector: 'app-time-ago',
  styles: ':host { white-space: nowrap; }',
  template: `<time [attr.datetime]="at()" [title]="full()">{{ words() }}</time>`,
})
export class TimeAgo {
  private readonly clock = inject(Clock);
  private readonly locale = inject(LOCALE_ID);
  /** ISO 8601. */
  readonly at = input.required<string>();
  private readonly then = computed(() => Date.parse(this.at()));
  protected readonly words = computed(() => relativeTime(this.then(), this.clock.now(), this.locale));
  protected readonly full = computed(() => fullTime(this.then(), this.locale));
}
