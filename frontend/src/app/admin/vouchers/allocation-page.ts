import { Component, Injector, inject, input, viewChild, type ElementRef } from '@angular/core';
import { keepFocus } from '../../ui/keep-focus';
import { VoucherTable } from '../../vouchers/voucher-table';
import { JobCard } from '../bulk/job-card';
import { JobFollower } from '../bulk/job-follower';
import { RecentJobs } from '../bulk/recent-jobs';
import { ShownJob } from '../bulk/shown-job';
import { AllocationForm } from './allocation-form';

/** Where administrators give vouchers to many at once, and see them given. */
@Component({
  selector: 'app-allocation-page',
  imports: [AllocationForm, JobCard, RecentJobs, VoucherTable],
  providers: [JobFollower, ShownJob],
  template: `
    <div class="page">
      <div class="page-head">
        <h1 #top tabindex="-1">Voucher allocations</h1>
        <p class="page-lead">Give a voucher to all who match. It goes on when you leave this page.</p>
      </div>
      @if (follower.job(); as shown) {
        <app-job-card class="card" kind="Allocation" [job]="shown">
          @if (!follower.underWay()) {
            <button class="button" type="button" (click)="putAway()">Put away</button>
          }
        </app-job-card>
      } @else if (follower.failure(); as failure) {
        <p class="notice notice-critical" role="alert">{{ failure.message }}</p>
      }
      <app-allocation-form (begun)="shownJob.begin($event)" />
      <app-recent-jobs route="/api/vouchers/allocations" counted="people" />
      <section aria-labelledby="given-title">
        <h2 id="given-title">Given</h2>
        <app-voucher-table />
      </section>
    </div>
  `,
  styles: `
    .page {
      max-width: 68rem;
    }

    section {
      display: grid;
      gap: var(--ev-space-3);
      min-width: 0;
    }
  `,
})
export class AllocationPage {
  private readonly injector = inject(Injector);
  private readonly top = viewChild.required<ElementRef<HTMLElement>>('top');
  protected readonly follower = inject(JobFollower);
  protected readonly shownJob = inject(ShownJob);
  /** A job's id in the address. */
  readonly job = input<string>();

  constructor() {
    this.shownJob.connect('/api/vouchers/allocations', this.job);
  }

  protected putAway(): void {
    this.shownJob.clear();
    keepFocus(this.top().nativeElement, this.injector);
  }
}
