import { DOCUMENT, Component, inject } from '@angular/core';
import { Icon } from '@eventide/notification-center';
import { Online } from '../core/online';
import { PageLoads } from '../core/page-loads';
import { UnexpectedErrors } from '../core/unexpected-errors';

/** One line at the top for what concerns every page: no network, a page that didn't come, or a fault nobody expected. */
@Component({
  selector: 'app-mishaps',
  imports: [Icon],
  template: `
    <div aria-live="polite">
      @if (!online.online()) {
        <div class="line">
          <p><eventide-icon name="offline" />You are offline. What you see may be out of date; it catches up by itself.</p>
        </div>
      }
    </div>
    @if (pages.missed() !== null) {
      <div class="line" role="alert">
        <p><eventide-icon name="alert" />This page can’t be opened while Eventide can’t be reached.</p>
        <button class="button button-small" type="button" (click)="pages.retry()">Try again</button>
      </div>
    }
    @if (errors.occurred()) {
      <div class="line fault" role="alert">
        <p><eventide-icon name="alert" />Something on this page went wrong.</p>
        <button class="button button-small" type="button" (click)="reload()">Reload the page</button>
        <button class="button button-small button-quiet" type="button" (click)="errors.dismiss()">Ignore</button>
      </div>
    }
  `,
  styles: `
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: var(--ev-space-2);
      padding: var(--ev-space-2) var(--ev-gutter);
      background: var(--ev-warning-soft);
      color: var(--ev-warning);
      font-size: var(--ev-text-sm);
      font-weight: 560;
    }

    p {
      display: flex;
      align-items: center;
      gap: var(--ev-space-2);
    }

    .fault {
      background: var(--ev-critical-soft);
      color: var(--ev-critical);
    }
  `,
})
export class Mishaps {
  private readonly window = inject(DOCUMENT).defaultView!;
  protected readonly online = inject(Online);
  protected readonly pages = inject(PageLoads);
  protected readonly errors = inject(UnexpectedErrors);

  protected reload(): void {
    this.window.location.reload();
  }
}
