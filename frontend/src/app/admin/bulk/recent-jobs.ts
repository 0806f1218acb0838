import { Component, LOCALE_ID, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ListedJob } from '@eventide/contracts';
import { TimeAgo } from '@eventide/notification-center';
import { ListState } from '../../ui/list-state';
import { JobFollower } from './job-follower';
import { JobList } from './job-list';
import { JobStatus } from './job-status';
import type { JobRoute } from './jobs-api';

/** What was done on this page lately, by anybody. Each leads to its job; the one that the page follows is marked. */
@Component({
  selector: 'app-recent-jobs',
  imports: [JobStatus, ListState, RouterLink, TimeAgo],
  providers: [JobList],
  templateUrl: './recent-jobs.html',
  styleUrl: './recent-jobs.css',
})
export class RecentJobs {
  private readonly follower = inject(JobFollower);
  private readonly number = new Intl.NumberFormat(inject(LOCALE_ID));
  protected readonly list = inject(JobList);
  readonly heading = input('Recent');
  readonly route = input.required<JobRoute>();
  /** What is counted, such as 'people'. */
  readonly counted = input.required<string>();

  /** What one is called that has no title. */
  readonly untitled = input('Without a title');

  constructor() {
    // Whenever the job that the page follows is another one, or at another stage.
    effect(() => {
      const route = this.route();
      this.follower.stage();
      untracked(() => void this.list.show(route));
    });
  }

  /** With the latest that the page knows of the job that it follows. */
  protected readonly jobs = computed(() => {
    const followed = this.follower.job();
    return this.list.items().map((job) => (job.id === followed?.id ? { ...job, ...followed } : job));
  });

  protected isShown({ id }: ListedJob): boolean {
    return this.follower.job()?.id === id;
  }

  protected figures({ done, total, failed }: ListedJob): string {
    if (total === 0) return '';
    const count = `${this.number.format(done)} of ${this.number.format(total)} ${this.counted()}`;
    return failed > 0 ? `${count}, ${this.number.format(failed)} failed` : count;
  }
}
