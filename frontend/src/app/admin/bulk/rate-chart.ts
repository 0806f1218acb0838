import { Component, LOCALE_ID, computed, inject, input } from '@angular/core';

const WIDTH = 240;
const HEIGHT = 48;
/** A line of one point is no line. */
const FEWEST = 2;

/** The points of a line over the whole width, highest value at the top. */
export function points(values: readonly number[], width: number, height: number): string {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  return values.map((value, index) => `${round(index * step)},${round(height - (value / most) * height)}`).join(' ');
}

/** How fast the work went, as a small line. */
@Component({
  selector: 'app-rate-chart',
  template: `
    @if (drawn()) {
      <svg role="img" preserveAspectRatio="none" [attr.aria-label]="words()" [attr.viewBox]="box">
        <polygon [attr.points]="area()" />
        <polyline [attr.points]="line()" />
      </svg>
      <p aria-hidden="true">{{ words() }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }

    svg {
      display: block;
      width: 100%;
      height: 3rem;
      overflow: visible;
    }

    polygon {
      fill: color-mix(in srgb, var(--ev-accent) 14%, transparent);
    }

    polyline {
      fill: none;
      stroke: var(--ev-accent);
      stroke-width: 2;
      stroke-linejoin: round;
      vector-effect: non-scaling-stroke;
    }

    p {
      margin-block-start: var(--ev-space-1);
      color: var(--ev-ink-faint);
      font-size: var(--ev-text-xs);
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class RateChart {
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  /** Per second, newest last. */
  readonly rates = input.required<readonly number[]>();
  protected readonly box = `0 0 ${WIDTH} ${HEIGHT}`;
  protected readonly drawn = computed(() => this.rates().length >= FEWEST && Math.max(...this.rates()) > 0);
  protected readonly line = computed(() => points(this.rates(), WIDTH, HEIGHT));
  protected readonly area = computed(() => `0,${HEIGHT} ${this.line()} ${WIDTH},${HEIGHT}`);
  protected readonly words = computed(() => {
    const rates = this.rates();
    const [now, most] = [rates.at(-1) ?? 0, Math.max(...rates)].map((rate) => this.number.format(rate));
    return `Rows per second: ${now}, at most ${most}`;
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
