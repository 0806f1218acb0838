import { Component, LOCALE_ID, computed, inject, input, resource } from '@angular/core';
import type { Audience, DryRun } from '@eventide/contracts';
import { failureOf } from '../../core/failure';
import { retryLater } from '../../core/retry-later';

const PAUSE_MS = 300;
const NAMED = 3;

/** How many an audience holds and who they are, counted by the server a moment after the last change. */
@Component({
  selector: 'app-audience-count',
  host: { role: 'status' },
  template: `
    @if (audience() === null) {
      <span class="faint">Counted as soon as the fields above make sense.</span>
    } @else if (answer.isLoading()) {
      <span class="faint">Counting …</span>
    } @else if (failure(); as failure) {
      <span class="bad">{{ failure.message }}</span>
    } @else if (count(); as text) {
      <strong>{{ text }}</strong>&ngsp;
      <span class="faint">{{ names() }}</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--ev-space-2);
      min-height: calc(var(--ev-text-md) * var(--ev-line));
      overflow-wrap: anywhere;
    }

    .faint {
      color: var(--ev-ink-faint);
    }

    .bad {
      color: var(--ev-critical);
    }
  `,
})
export class AudienceCount {
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  /** Null while the form can't be read. */
  readonly audience = input.required<Audience | null>();
  /** Asks the server; rejects with the failed call. */
  readonly dryRun = input.required<(audience: Audience) => Promise<DryRun>>();

  protected readonly answer = resource({
    params: () => this.audience() ?? undefined,
    equal: () => false,
    loader: ({ params, abortSignal }) => this.ask(params, abortSignal),
  });
  /** How many it is; null while that isn't known. */
  readonly people = computed(() => {
    const answer = this.audience() !== null && !this.answer.isLoading() && this.answer.hasValue();
    return answer ? (this.answer.value()?.count ?? null) : null;
  });
  protected readonly failure = computed(() => {
    const error = this.answer.error();
    return error === undefined ? null : failureOf(error);
  });
  protected readonly count = computed(() => {
    const people = this.people();
    if (people === null) return null;
    if (people === 0) return 'Nobody matches.';
    return people === 1 ? '1 person' : `${this.number.format(people)} people`;
  });
  protected readonly names = computed(() => {
    const sample = this.answer.hasValue() ? (this.answer.value()?.sample ?? []) : [];
    const names = sample.slice(0, NAMED).map(({ name }) => name);
    const others = (this.people() ?? 0) - names.length;
    if (names.length === 0) return '';
    return others > 0 ? `${names.join(', ')} and ${this.number.format(others)} more` : names.join(', ');
  });

  constructor() {
    retryLater(this.failure, () => void this.answer.reload());
  }

  private async ask(audience: Audience, overtaken: AbortSignal): Promise<DryRun | null> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return overtaken.aborted ? null : this.dryRun()(audience);
  }
}
