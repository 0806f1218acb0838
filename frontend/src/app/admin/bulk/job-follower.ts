import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { Job, TitledJob } from '@eventide/contracts';
import { failureOf, type Failure } from '../../core/failure';
import { JobsApi, type JobRoute } from './jobs-api';
import { RateMeter } from './rate-meter';

const LOOK_MS = 500;
const PATIENCE_MS = 3_000;

/** One that has just begun has no title before it was looked at. */
export type FollowedJob = Job & Partial<Pick<TitledJob, 'title'>>;

/** Whether a job goes on by itself. */
function isUnderWay({ status }: Job): boolean {
  return status === 'queued' || status === 'running';
}

/** Looks at one job again and again until it is over. A look that failed is repeated; a job that is gone is let go. */
@Injectable()
export class JobFollower {
  private readonly api = inject(JobsApi);
  private readonly seen = signal<FollowedJob | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private readonly speeds = signal<readonly number[]>([]);
  private meter = new RateMeter();
  private followed: { route: JobRoute; id: string } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly job = this.seen.asReadonly();
  readonly failure = this.lastFailure.asReadonly();
  /** Per second, one for each look, newest last. */
  readonly rates = this.speeds.asReadonly();
  readonly underWay = computed(() => {
    const job = this.job();
    return job !== null && isUnderWay(job);
  });

  /** Changes when it is another job, or its status is another one. */
  readonly stage = computed(() => `${this.job()?.id} ${this.job()?.status}`);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.leave());
  }

  /** Follows this job from now on; its owner may hand in what is known of it already. */
  follow(route: JobRoute, id: string, known: Job | null = null): void {
    if (this.followed?.route === route && this.followed.id === id) return;
    this.leave();
    this.followed = { route, id };
    if (known !== null) this.take(known);
    void this.look();
  }

  /** Forgets the job; it goes on without being looked at. */
  leave(): void {
    clearTimeout(this.timer);
    this.followed = null;
    this.meter = new RateMeter();
    this.speeds.set([]);
    this.seen.set(null);
    this.lastFailure.set(null);
  }

  async cancel(): Promise<void> {
    await this.ask(({ route, id }) => this.api.cancel(route, id));
  }

  async retry(): Promise<void> {
    await this.ask(({ route, id }) => this.api.retry(route, id));
  }

  private async ask(wish: (job: { route: JobRoute; id: string }) => Promise<void>): Promise<void> {
    if (this.followed === null) return;
    try {
      await wish(this.followed);
      await this.look();
    } catch (error) {
      this.lastFailure.set(failureOf(error));
    }
  }

  private async look(): Promise<void> {
    const followed = this.followed;
    if (followed === null) return;
    clearTimeout(this.timer);
    try {
      const job = await this.api.find(followed.route, followed.id);
      if (followed === this.followed) this.take(job);
    } catch (error) {
      const failure = failureOf(error);
      if (followed !== this.followed) return;
      this.lastFailure.set(failure);
      if (failure.code !== 'not_found' && failure.code !== 'forbidden') this.lookLater(PATIENCE_MS);
    }
  }

  private take(job: FollowedJob): void {
    this.speeds.set(this.meter.measure({ at: Date.now(), done: job.done }));
    this.seen.set(job);
    this.lastFailure.set(null);
    if (isUnderWay(job)) this.lookLater(LOOK_MS);
  }

  private lookLater(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), ms);
  }
}
