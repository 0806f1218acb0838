import { Component, LOCALE_ID, computed, inject, input, signal } from '@angular/core';
import { TimeAgo } from '@eventide/notification-center';
import { JobFollower, type FollowedJob } from './job-follower';
import { JobStatus } from './job-status';
import { ProgressBar } from './progress-bar';
import { RateChart } from './rate-chart';
import { secondsLeft, timeLeft } from './rate-meter';

/** A job as it goes: how far, how fast, how long still, and what may be done about it. */
@Component({
  selector: 'app-job-card',
  imports: [JobStatus, ProgressBar, RateChart, TimeAgo],
  templateUrl: './job-card.html',
  styleUrl: './job-card.css',
  host: { role: 'region', '[attr.aria-label]': 'kind()' },
})
export class JobCard {
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  protected readonly follower = inject(JobFollower);
  readonly job = input.required<FollowedJob>();
  /** What kind of job it is. */
  readonly kind = input.required<string>();

  protected readonly asking = signal(false);
  protected readonly words = computed(() => {
    const { done, total, finishedAt } = this.job();
    const isCounting = total === 0 && finishedAt === null;
    return isCounting ? 'Finding out how many …' : `${this.format(done)} of ${this.format(total)}`;
  });
  protected readonly left = computed(() => {
    const { status, total, done } = this.job();
    return status === 'running' && total > 0 ? timeLeft(secondsLeft(total - done, this.follower.rates())) : '';
  });

  protected format(value: number): string {
    return this.number.format(value);
  }

  protected async cancel(): Promise<void> {
    await this.busy(() => this.follower.cancel());
  }

  protected async retry(): Promise<void> {
    await this.busy(() => this.follower.retry());
  }

  private async busy(work: () => Promise<void>): Promise<void> {
    if (this.asking()) return;
    this.asking.set(true);
    await work();
    this.asking.set(false);
  }
}
