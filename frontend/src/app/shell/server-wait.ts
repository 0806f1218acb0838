import { Component, effect, inject, input } from '@angular/core';
import { Session } from '../core/session';
import { StateMessage } from '../ui/state-message';
import { Logo } from './logo';

const RETRY_MS = 5_000;

/** What is shown until it is known who is signed in: the mark, or that the server doesn't answer. */
@Component({
  selector: 'app-server-wait',
  imports: [Logo, StateMessage],
  template: `
    @if (unreachable()) {
      <app-state-message
        role="alert"
        icon="offline"
        heading="Eventide can’t be reached"
        text="The server doesn’t answer right now. We keep trying; you stay signed in."
      >
        <button class="button button-primary" type="button" (click)="retry()">Try again</button>
      </app-state-message>
    } @else {
      <app-logo /><span class="visually-hidden" role="status">Loading</span>
    }
  `,
  styles: `
    :host {
      display: grid;
      flex: 1;
      place-content: center;
      justify-items: center;
      min-height: 60dvh;
    }

    app-logo {
      animation: ev-pulse 900ms ease-in-out infinite alternate;
    }

    @keyframes ev-pulse {
      to {
        opacity: 0.45;
      }
    }
  `,
})
export class ServerWait {
  private readonly session = inject(Session);
  readonly unreachable = input.required<boolean>();

  constructor() {
    effect((onCleanup) => {
      if (!this.unreachable()) return;
      const timer = setTimeout(() => this.retry(), RETRY_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected retry(): void {
    void this.session.restore();
  }
}
