import { Component, computed, input } from '@angular/core';
import type { JobStatus as Status } from '@eventide/contracts';

const WORDS: Record<Status, string> = {
  queued: 'Waiting its turn',
  running: 'Under way',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Where a job stands, in a word and a colour. */
@Component({
  selector: 'app-job-status',
  template: `<span class="chip" [attr.data-status]="status()">{{ words() }}</span>`,
  styles: `
    [data-status='running'],
    [data-status='queued'] {
      background: var(--ev-info-soft);
      color: var(--ev-info);
    }

    [data-status='completed'] {
      background: var(--ev-success-soft);
      color: var(--ev-success);
    }

    [data-status='failed'] {
      background: var(--ev-critical-soft);
      color: var(--ev-critical);
    }
  `,
})
export class JobStatus {
  readonly status = input.required<Status>();
  protected readonly words = computed(() => WORDS[this.status()]);
}
