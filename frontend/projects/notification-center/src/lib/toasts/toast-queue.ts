import { signal } from '@angular/core';
import type { Severity } from '@eventide/contracts';
import type { Entry } from '../inbox/entry';

/**
 * `arrival`: a new entry. `summary`: the queue's own, for too many of them. `missed`: how much came during an absence.
 * `problem`: what didn't work.
 */
export type ToastKind = 'arrival' | 'summary' | 'missed' | 'problem';

/** What is asked to be shown. */
export interface ToastContent {
  readonly kind: ToastKind;
  /** What an arrival is about. */
  readonly entry?: Entry;
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
}

export interface Toast extends ToastContent {
  readonly id: number;
  /** How many toasts it stands for. */
  readonly count: number;
  /** When it leaves by itself, in milliseconds since 1970; null: when it is dismissed. */
  readonly leavesAt: number | null;
}

const MOST_TOASTS = 5;
export const TOAST_DURATION_MS = 6_000;

/**
 * What the toasts show, oldest first, and the one timer that ends them. Critical ones stay until they are dismissed;
 * when more than five others would be shown at once, one summary stands for all of them.
 */
export class ToastQueue {
  private readonly shown = signal<readonly Toast[]>([]);
  private readonly holds = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pausedAt = 0;
  private lastId = 0;

  readonly toasts = this.shown.asReadonly();

  /** Adds a toast, or counts it into the summary, and returns what shows it now. */
  show(content: ToastContent): Toast {
    const passing = this.shown().filter(isPassing);
    const toast = this.newToast(content);
    const collapses = isPassing(toast) && passing.length > 0 && countOf([...passing, toast]) > MOST_TOASTS;
    const added = collapses ? this.summary([...passing, toast]) : toast;
    this.change((toasts) => [...(collapses ? toasts.filter((one) => !isPassing(one)) : toasts), added]);
    return added;
  }

  dismiss(id: number): void {
    this.change((toasts) => toasts.filter((toast) => toast.id !== id));
  }

  clear(): void {
    this.change(() => []);
  }

  /** Stops the time for all toasts, until every one of the reasons given has been resumed. */
  pause(reason: string): void {
    if (this.holds.size === 0) this.pausedAt = Date.now();
    this.holds.add(reason);
    clearTimeout(this.timer);
  }

  resume(reason: string): void {
    if (!this.holds.delete(reason) || this.holds.size > 0) return;
    const paused = Date.now() - this.pausedAt;
    this.change((toasts) =>
      toasts.map((toast) => (toast.leavesAt === null ? toast : { ...toast, leavesAt: toast.leavesAt + paused })),
    );
  }

  private newToast(content: ToastContent): Toast {
    this.lastId += 1;
    const stays = content.kind === 'arrival' && content.severity === 'critical';
    return { ...content, id: this.lastId, count: 1, leavesAt: stays ? null : this.now() + TOAST_DURATION_MS };
  }

  private summary(toasts: readonly Toast[]): Toast {
    const count = countOf(toasts);
    const title = `${count} new notifications`;
    const content: ToastContent = { kind: 'summary', title, message: '', severity: 'info' };
    return { ...this.newToast(content), count };
  }

  /** While the time is stopped, it is the moment at which it stopped. */
  private now(): number {
    return this.holds.size > 0 ? this.pausedAt : Date.now();
  }

  private change(update: (toasts: readonly Toast[]) => readonly Toast[]): void {
    clearTimeout(this.timer);
    this.shown.update(update);
    if (this.holds.size > 0) return;
    const ends = this.shown().map(({ leavesAt }) => leavesAt ?? Number.POSITIVE_INFINITY);
    const next = Math.min(...ends);
    if (next === Number.POSITIVE_INFINITY) return;
    this.timer = setTimeout(() => this.expire(), Math.max(0, next - Date.now()));
  }

  private expire(): void {
    const now = Date.now();
    this.change((toasts) => toasts.filter(({ leavesAt }) => leavesAt === null || leavesAt > now));
  }
}

/** Leaves by itself and tells of something new: nothing else is ever counted into a summary. */
function isPassing({ kind, leavesAt }: Toast): boolean {
  return leavesAt !== null && (kind === 'arrival' || kind === 'summary');
}

function countOf(toasts: readonly Toast[]): number {
  return toasts.reduce((sum, { count }) => sum + count, 0);
}
