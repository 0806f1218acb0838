import { Component, LOCALE_ID, computed, inject, input } from '@angular/core';
import { Clock } from './clock';
import { relativeTime } from './relative-time';

/** A past time in words that stay true while the page is open; its tooltip says it exactly. */
@Component({
  selector: 'eventide-time-ago',
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
  protected readonly full = computed(() =>
    new Intl.DateTimeFormat(this.locale, { dateStyle: 'full', timeStyle: 'short' }).format(this.then()),
  );
}
