import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { StepProgress } from '@eventide/contracts';
import type { Subscription } from 'rxjs';
import { EventStreams, type StreamNews } from '../../core/event-streams';
import { failureOf } from '../../core/failure';
import { JobFollower } from '../bulk/job-follower';
import { NO_STEPS, errorsOf, isOver, withProgress } from './import-steps';

/** The steps of the followed import, as the server tells them: their state first, then each change. */
@Injectable()
export class ImportProgress {
  private readonly streams = inject(EventStreams);
  private readonly follower = inject(JobFollower);
  private readonly shown = signal(NO_STEPS);
  private line: Subscription | undefined;

  readonly steps = this.shown.asReadonly();
  readonly errors = computed(() => errorsOf(this.steps()));
  private readonly id = computed(() => this.follower.job()?.id ?? null);

  constructor() {
    effect((onCleanup) => {
      const id = this.id();
      untracked(() => this.listen(id));
      onCleanup(() => this.line?.unsubscribe());
    });
  }

  /** Listens anew, after the import was tried again. */
  restart(): void {
    this.listen(this.id());
  }

  private listen(id: string | null): void {
    this.line?.unsubscribe();
    this.shown.set(NO_STEPS);
    if (id === null) return;
    this.line = this.streams.open(`/api/imports/${encodeURIComponent(id)}/stream`, 'step').subscribe({
      next: (news) => this.hear(news),
      // The job itself is looked at too, and says what is wrong; nothing else is expected here.
      error: (error: unknown) => void failureOf(error),
    });
  }

  private hear(news: StreamNews<StepProgress>): void {
    if (news.kind !== 'event') return;
    this.shown.update((steps) => withProgress(steps, news.data));
    // Not before, whatever else is known of the import: a line that broke says the end when it is back.
    if (isOver(news.data)) this.line?.unsubscribe();
  }
}
