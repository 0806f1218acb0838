import { Component, computed, input } from '@angular/core';
import type { Failure } from '../core/failure';
import { StateMessage } from './state-message';

/** A list that is read from the server, as far as its surroundings show it. */
export interface ShownList {
  state(): 'loading' | 'error' | 'ready';
  failure(): Failure | null;
  refresh(): Promise<void>;
}

/**
 * What stands in a list's place until it is there, and when it can't be read. The list goes inside; when only its
 * refresh failed, it stays and the failure is said above it.
 */
@Component({
  selector: 'app-list-state',
  imports: [StateMessage],
  template: `
    @switch (list().state()) {
      @case ('loading') {
        <div class="waiting" role="status">
          <span class="visually-hidden">{{ loading() }}</span>
          @for (line of places(); track line) {
            <div class="card skeleton"></div>
          }
        </div>
      }
      @case ('error') {
        <app-state-message
          class="card"
          role="alert"
          icon="alert"
          [heading]="problem()"
          [text]="list().failure()?.message ?? ''"
        >
          <button class="button button-primary" type="button" (click)="list().refresh()">Try again</button>
        </app-state-message>
      }
      @case ('ready') {
        @if (list().failure(); as failure) {
          <p class="notice notice-critical" role="alert">
            {{ failure.message }}
            <button class="button button-small" type="button" (click)="list().refresh()">Try again</button>
          </p>
        }
        <ng-content />
      }
    }
  `,
  styles: `
    :host,
    .waiting {
      display: grid;
      gap: var(--ev-space-3);
      min-width: 0;
    }

    .notice {
      align-items: center;
      justify-content: space-between;
    }

    .skeleton {
      height: var(--list-line, 6rem);
      border-radius: var(--ev-radius-lg);
    }
  `,
})
export class ListState {
  readonly list = input.required<ShownList>();
  /** What is said aloud while it loads. */
  readonly loading = input.required<string>();
  /** The heading when it can't be shown. */
  readonly problem = input.required<string>();
  /** How many empty lines stand for it while it loads. */
  readonly lines = input(3);
  protected readonly places = computed(() => Array.from({ length: this.lines() }, (_, index) => index));
}
