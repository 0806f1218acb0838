import { Component, DestroyRef, inject, signal } from '@angular/core';
import type { Signal } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { EventStreams, type StreamNews } from '../core/event-streams';
import { failureOf } from '../core/failure';

const TOPIC = 'filter.verified';

/** Whether this person's filter is verified, as a service signals it: a transient state, known once it is told. */
@Component({
  selector: 'app-filter-verified',
  imports: [Icon],
  host: { role: 'status' },
  template: `
    @switch (verified()) {
      @case (true) { <span class="chip yes"><eventide-icon name="verified" />Filter verified</span> }
      @case (false) { <span class="chip no"><eventide-icon name="alert" />Filter not verified</span> }
      @default { <span class="chip">{{ problem() ?? (listening() ? 'Waiting for the service' : 'Connecting …') }}</span> }
    }
  `,
  styles: `
    eventide-icon {
      font-size: 1rem;
    }

    .yes {
      background: var(--ev-success-soft);
      color: var(--ev-success);
    }

    .no {
      background: var(--ev-warning-soft);
      color: var(--ev-warning);
    }
  `,
})
export class FilterVerified {
  protected readonly verified = signal<boolean | null>(null);
  protected readonly listening = signal(false);
  protected readonly problem = signal<string | null>(null);

  constructor() {
    const stream = inject(EventStreams).open(`/api/signals/stream?topics=${TOPIC}`, 'signal');
    const line = stream.subscribe({
      next: (news) => this.hear(news),
      error: (error: unknown) => this.problem.set(failureOf(error).message),
    });
    inject(DestroyRef).onDestroy(() => line.unsubscribe());
  }

  private hear(news: StreamNews<Signal>): void {
    this.listening.set(news.kind !== 'interrupted');
    if (news.kind !== 'event' || news.data.topic !== TOPIC) return;
    const verified = verdictIn(news.data.data);
    if (verified !== null) this.verified.set(verified);
  }
}

/** What the signal says; null when it says something else. */
export function verdictIn(data: Signal['data']): boolean | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const verdict = data['isVerifiedFilter'];
  return typeof verdict === 'boolean' ? verdict : null;
}
