import { Component, computed, input } from '@angular/core';

/** How far work has come; without a total it only shows that it goes on. */
@Component({
  selector: 'app-progress-bar',
  host: {
    role: 'progressbar',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    '[attr.aria-label]': 'label()',
    '[attr.aria-valuenow]': 'percent()',
    '[class.live]': 'live()',
    '[class.unknown]': 'live() && percent() === null',
  },
  template: `<span [style.width.%]="percent() ?? 0"></span>`,
  styles: `
    :host {
      display: block;
      height: 0.5rem;
      overflow: hidden;
      border-radius: var(--ev-radius-full);
      background: var(--ev-surface-hover);
    }

    span {
      display: block;
      height: 100%;
      border-radius: inherit;
      background: var(--ev-accent);
      transition: width var(--ev-ease);
    }

    :host(.unknown) span {
      width: 35% !important;
      animation: ev-pulse 900ms ease-in-out infinite alternate;
    }
  `,
})
export class ProgressBar {
  readonly label = input.required<string>();
  readonly done = input.required<number>();
  /** 0: not known yet. */
  readonly total = input.required<number>();
  readonly live = input.required<boolean>();
  protected readonly percent = computed(() => {
    const total = this.total();
    return total === 0 ? null : Math.min(100, Math.round((this.done() / total) * 100));
  });
}
