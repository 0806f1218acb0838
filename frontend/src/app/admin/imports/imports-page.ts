import { Component, computed, inject, input } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Icon } from '@eventide/notification-center';
import { JobFollower } from '../bulk/job-follower';
import { ProgressBar } from '../bulk/progress-bar';
import { RateChart } from '../bulk/rate-chart';
import { secondsLeft, timeLeft } from '../bulk/rate-meter';
import { RecentJobs } from '../bulk/recent-jobs';
import { ShownJob } from '../bulk/shown-job';
import { DropZone } from './drop-zone';
import { ErrorTable } from './error-table';
import { ImportProgress } from './import-progress';
import { StepList } from './step-list';
import { WorkbookUpload } from './workbook-upload';

/** Where administrators bring the company's workbook in, and see each step of it. */
@Component({
  selector: 'app-imports-page',
  imports: [DropZone, ErrorTable, Icon, ProgressBar, RateChart, RecentJobs, StepList],
  providers: [ImportProgress, JobFollower, ShownJob, WorkbookUpload],
  templateUrl: './imports-page.html',
  styleUrl: './imports-page.css',
})
export class ImportsPage {
  private readonly shownJob = inject(ShownJob);
  protected readonly upload = inject(WorkbookUpload);
  protected readonly follower = inject(JobFollower);
  protected readonly progress = inject(ImportProgress);
  /** A job's id in the address. */
  readonly job = input<string>();

  protected readonly busy = computed(() => this.upload.sent() !== null || this.follower.underWay());
  protected readonly mayStart = computed(() => this.upload.file() !== null && !this.busy());
  protected readonly mayReset = computed(
    () => !this.busy() && (this.upload.file() ?? this.follower.job() ?? this.upload.problem()) !== null,
  );
  protected readonly mayRetry = computed(() => ['failed', 'cancelled'].includes(this.follower.job()?.status ?? ''));
  /** How things stand, in a sentence. */
  protected readonly said = computed(() => {
    if (this.upload.sent() !== null) return 'Sending the workbook …';
    switch (this.follower.job()?.status) {
      case 'queued':
        return 'Waiting its turn …';
      case 'running':
        return this.follower.job()?.total === 0 ? 'Checking every cell …' : 'Importing …';
      case 'completed':
        return this.progress.errors() > 0 ? 'Imported, except what is listed below.' : 'Imported: everything is in.';
      case 'failed':
        return 'Not imported.';
      case 'cancelled':
        return 'Cancelled. What was in before the cancel stays.';
      case undefined:
        return '';
    }
  });
  protected readonly left = computed(() => {
    const job = this.follower.job();
    return job?.status === 'running' && job.total > 0
      ? timeLeft(secondsLeft(job.total - job.done, this.follower.rates()))
      : '';
  });
  /** The errors are complete once the import is over, and read again when it was tried again. */
  protected readonly errorRevision = computed(() => Date.parse(this.follower.job()?.finishedAt ?? '') || 0);

  constructor() {
    this.shownJob.connect('/api/imports', this.job);
    this.upload.begun.pipe(takeUntilDestroyed()).subscribe((job) => this.shownJob.begin(job));
  }

  protected start(): void {
    if (this.mayStart()) this.upload.start();
  }

  protected async cancel(): Promise<void> {
    if (this.upload.sent() !== null) this.upload.stop();
    else if (this.follower.underWay()) await this.follower.cancel();
  }

  protected async retry(): Promise<void> {
    await this.follower.retry();
    this.progress.restart();
  }

  protected reset(): void {
    if (!this.mayReset()) return;
    this.upload.choose(null);
    this.shownJob.clear();
  }

  /** The same file again, this time without the rows that are wrong. */
  protected startPartial(): void {
    this.upload.partial.set(true);
    this.start();
  }
}
