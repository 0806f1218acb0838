import { DOCUMENT, Component, inject } from '@angular/core';
import { Icon } from '@eventide/notification-center';
import { Online } from '../core/online';
import { UnexpectedErrors } from '../core/unexpected-errors';

/** One line at the top for what concerns every page: no network, or a fault nobody expected. */
@Component({
  selector: 'app-mishaps',
  imports: [Icon],
  template: `
    <div aria-live="polite">
      @if (!online.online()) {
        <p class="line">
          <eventide-icon name="offline" />
          <span>You are offline. What you see may be out of date; it catches up by itself.</span>
        </p>
      }
    </div>
    @if (errors.occurred()) {
      <div class="line fault" role="alert">
        <eventide-icon name="alert" />
        <span>Something on this page went wrong.</span>
        <button class="button button-small" type="button" (click)="reload()">Reload the page</button>
        <button class="button button-small button-quiet" type="button" (click)="errors.dismiss()">Ignore</button>
      </div>
    }
  `,
  styles: `
    .line {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: var(--ev-space-2);
      padding: var(--ev-space-2) var(--ev-gutter);
      background: var(--ev-warning-soft);
      color: var(--ev-warning);
      font-size: var(--ev-text-sm);
      font-weight: 560;
    }

    .fault {
      flex-wrap: wrap;
      background: var(--ev-critical-soft);
      color: var(--ev-critical);
    }
  `,
})
export class Mishaps {
  private readonly window = inject(DOCUMENT).defaultView!;
  protected readonly online = inject(Online);
  protected readonly errors = inject(UnexpectedErrors);

  protected reload(): void {
    this.window.location.reload();
  }
}
