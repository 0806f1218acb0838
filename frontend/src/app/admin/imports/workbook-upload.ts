import { HttpEventType } from '@angular/common/http';
import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import type { Job } from '@eventide/contracts';
import { Subject, type Subscription } from 'rxjs';
import { Attempt } from '../../core/attempt';
import { failureOf } from '../../core/failure';
import { ImportsApi } from './imports-api';

export const LARGEST_MB = 50;

/** The file that was chosen and its way to the server. Leaving the page stops an upload; the import itself goes on. */
@Injectable()
export class WorkbookUpload {
  private readonly api = inject(ImportsApi);
  private readonly attempt = new Attempt();
  private readonly begunJobs = new Subject<Job>();
  private sending: Subscription | undefined;

  readonly file = signal<File | null>(null);
  /** Import what is right although some of it isn't. */
  readonly partial = signal(false);
  /** Bytes sent and to send; null while nothing is sent. */
  readonly sent = signal<{ done: number; total: number } | null>(null);
  readonly problem = signal<string | null>(null);
  /** The server has the workbook, and works on it. */
  readonly begun = this.begunJobs.asObservable();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  choose(file: File | null): void {
    this.stop();
    this.problem.set(file === null ? null : unfit(file));
    this.file.set(this.problem() === null ? file : null);
  }

  start(): void {
    const file = this.file();
    if (file === null || this.sent() !== null) return;
    this.problem.set(null);
    this.sent.set({ done: 0, total: file.size });
    const { name, size, lastModified } = file;
    const key = this.attempt.keyFor({ name, size, lastModified, partial: this.partial() });
    this.sending = this.api.upload(file, this.partial(), key).subscribe({
      next: (event) => {
        if (event.type === HttpEventType.UploadProgress) this.sent.set({ done: event.loaded, total: file.size });
        if (event.type === HttpEventType.Response && event.body !== null) this.arrived(event.body);
      },
      error: (error: unknown) => {
        this.sent.set(null);
        this.problem.set(whyRefused(error));
      },
    });
  }

  /** Stops what is being sent; the file stays chosen. */
  stop(): void {
    this.sending?.unsubscribe();
    this.sent.set(null);
  }

  private arrived(job: Job): void {
    this.attempt.done();
    this.sent.set(null);
    this.begunJobs.next(job);
  }
}

/** What can be told without asking the server. */
function unfit(file: File): string | null {
  if (!file.name.toLowerCase().endsWith('.xlsx')) return 'Choose an .xlsx workbook; other kinds can’t be read.';
  if (file.size > LARGEST_MB * 1_000_000) return `This file is larger than ${LARGEST_MB} MB.`;
  return file.size === 0 ? 'This file is empty.' : null;
}

function whyRefused(error: unknown): string {
  const failure = failureOf(error);
  if (failure.code === 'too_large') return `This file is larger than ${LARGEST_MB} MB.`;
  const problem = failure.fields.find(({ field }) => field === 'file')?.problem;
  return problem === undefined ? failure.message : `This file ${problem}.`;
}
