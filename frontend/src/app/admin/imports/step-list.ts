import { Component, LOCALE_ID, computed, inject, input } from '@angular/core';
import { Icon } from '@eventide/notification-center';
import { ProgressBar } from '../bulk/progress-bar';
import { STEP_NAMES, type ShownStep } from './import-steps';

const STATES: Record<ShownStep['state'], string> = {
  waiting: 'Waiting',
  running: 'Under way',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** The eight steps of an import, in their order, with how far each is. */
@Component({
  selector: 'app-step-list',
  imports: [Icon, ProgressBar],
  template: `
    <ol aria-label="Steps">
      @for (step of steps(); track step.step; let index = $index) {
        <li
          [attr.data-state]="step.state"
          [attr.data-step]="step.step"
          [attr.aria-current]="step.state === 'running' ? 'step' : null"
        >
          <span class="mark" aria-hidden="true">
            @switch (step.state) {
              @case ('done') { <eventide-icon name="check" /> }
              @case ('failed') { <eventide-icon name="close" /> }
              @case ('cancelled') { <eventide-icon name="close" /> }
              @default { {{ index + 1 }} }
            }
          </span>
          <span class="name">{{ names[step.step] }}</span>
          <span class="state">{{ states()[step.state] }}</span>
          @if (step.total > 0) {
            <span class="count">{{ format(step.done) }} of {{ format(step.total) }}</span>
          }
          @if (step.errors > 0) {
            <span class="errors">{{ format(step.errors) }} {{ step.errors === 1 ? 'error' : 'errors' }}</span>
          }
          @if (step.state === 'running' && step.total > 0) {
            <app-progress-bar [label]="names[step.step]" [done]="step.done" [total]="step.total" [live]="true" />
          }
        </li>
      }
    </ol>
  `,
  styleUrl: './step-list.css',
})
export class StepList {
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  readonly steps = input.required<readonly ShownStep[]>();
  protected readonly names = STEP_NAMES;
  /** After the end nothing waits any more. */
  protected readonly states = computed(() => {
    const isEnded = this.steps().some(({ step, state }) => step === 'COMPLETED' && state !== 'waiting');
    return isEnded ? { ...STATES, waiting: 'Not begun' } : STATES;
  });

  protected format(value: number): string {
    return this.number.format(value);
  }
}
