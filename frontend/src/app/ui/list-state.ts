import { Component, computed, input, signal } from '@angular/core';
import type { Failure } from '../core/failure';
import { retryLater } from '../core/retry-later';
import { StateMessage } from './state-message';

/** A list that is read from the server, as far as its surroundings show it. */
export interface ShownList {
  state(): 'loading' | 'error' | 'ready';
  failure(): Failure | null;
  refresh(): Promise<void>;
}

/**
 * What stands in a list's place until it is there, and when it can't be read. The list goes inside; when only its
 * refresh failed, it stays and the failure is said above it. While the server is away it is tried again by itself.
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
          <button class="button button-primary" type="button" [attr.aria-disabled]="trying()" (click)="retry()">
            {{ trying() ? 'Trying …' : 'Try again' }}
          </button>
        </app-state-message>
      }
      @case ('ready') {
        @if (list().failure(); as failure) {
          <p class="notice notice-critical" role="alert">
            {{ failure.message }}
            <button class="button button-small" type="button" [attr.aria-disabled]="trying()" (click)="retry()">
              {{ trying() ? 'Trying …' : 'Try again' }}
            </button>
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
  protected readonly trying = signal(false);
  protected readonly places = computed(() => Array.from({ length: this.lines() }, (_, index) => index));

  constructor() {
    retryLater(
      () => this.list().failure(),
      () => void this.list().refresh(),
    );
  }

  protected async retry(): Promise<void> {
    if (this.trying()) return;
    this.trying.set(true);
    await this.list().refresh();
    this.trying.set(false);
  }
}
