import { Component, input } from '@angular/core';
import { Icon, type IconName } from '@eventide/notification-center';

/** What stands where content would: nothing there yet, not found, not allowed, failed. Actions go inside. */
@Component({
  selector: 'app-state-message',
  imports: [Icon],
  template: `
    <span class="badge"><eventide-icon [name]="icon()" /></span>
    <p class="title">{{ heading() }}</p>
    <p class="text">{{ text() }}</p>
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: var(--ev-space-2);
      padding: var(--ev-space-6) var(--ev-space-4);
      text-align: center;
    }

    .badge {
      display: grid;
      place-items: center;
      width: 3rem;
      height: 3rem;
      margin-bottom: var(--ev-space-1);
      border-radius: var(--ev-radius-full);
      background: var(--ev-surface-hover);
      color: var(--ev-ink-soft);
    }

    .title {
      font-weight: 620;
    }

    .text {
      max-width: 34rem;
      margin-bottom: var(--ev-space-2);
      color: var(--ev-ink-soft);
      text-wrap: pretty;
    }
  `,
})
export class StateMessage {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
}
