import { Injectable, effect, inject, untracked, type Signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Job } from '@eventide/contracts';
import { JobFollower } from './job-follower';
import type { JobRoute } from './jobs-api';
import { OpenJobs } from './open-jobs';

/**
 * The job that a page shows: the one in its address, so that it survives a reload, else the one it showed when it was
 * left. Kept in the address from then on.
 */
@Injectable()
export class ShownJob {
  private readonly router = inject(Router);
  private readonly open = inject(OpenJobs);
  private readonly follower = inject(JobFollower);
  private route: JobRoute | null = null;

  /** To be called once, when the page is made. @param inAddress the id in the address, if any */
  connect(route: JobRoute, inAddress: Signal<string | undefined>): void {
    this.route = route;
    effect(() => {
      const id = inAddress();
      untracked(() => this.addressed(route, id));
    });
  }

  /** Shows a job that has just begun. */
  begin(job: Job): void {
    if (this.route === null) return;
    this.follower.follow(this.route, job.id, job);
    this.keep(job.id);
  }

  /** Shows none any more. */
  clear(): void {
    this.follower.leave();
    this.keep(null);
  }

  private addressed(route: JobRoute, id: string | undefined): void {
    if (id !== undefined) {
      this.open.remember(route, id);
      this.follower.follow(route, id);
      return;
    }
    const last = this.open.last(route);
    if (last !== null) this.keep(last);
  }

  private keep(id: string | null): void {
    if (this.route !== null) this.open.remember(this.route, id);
    void this.router.navigate([], { queryParams: { job: id }, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
