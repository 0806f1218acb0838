import { Injectable, computed, inject, signal } from '@angular/core';
import type { Task } from '@eventide/contracts';
import { failureOf, type Failure } from '../core/failure';
import { TasksApi } from './tasks-api';

/** Newest first; a task that is there twice is taken once. */
export function newestFirst(tasks: readonly Task[]): Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return [...byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The person's tasks as the page holds them. A failed refresh keeps what is there. */
@Injectable()
export class TaskList {
  private readonly api = inject(TasksApi);
  private readonly held = signal<Task[] | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private readonly refreshes = signal(0);
  private latest = 0;

  readonly tasks = computed(() => this.held() ?? []);
  readonly failure = this.lastFailure.asReadonly();
  /** Counts the refreshes, for those who hold what hangs on a task. */
  readonly revision = this.refreshes.asReadonly();
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  async refresh(): Promise<void> {
    const turn = ++this.latest;
    this.refreshes.update((count) => count + 1);
    if (this.held() === null) this.lastFailure.set(null);
    try {
      const tasks = await this.api.list();
      if (turn !== this.latest) return;
      this.held.set(newestFirst(tasks));
      this.lastFailure.set(null);
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.latest) this.lastFailure.set(failure);
    }
  }

  add(task: Task): void {
    this.held.update((tasks) => newestFirst([task, ...(tasks ?? [])]));
  }
}
