import { Injectable, inject } from '@angular/core';
import type { Task } from '@eventide/contracts';
import { FreshList } from '../core/fresh-list';
import { TasksApi } from './tasks-api';

/** Newest first; a task that is there twice is taken once. */
export function newestFirst(tasks: readonly Task[]): Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return [...byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The person's tasks as the page holds them. */
@Injectable()
export class TaskList extends FreshList<Task> {
  private readonly api = inject(TasksApi);

  add(task: Task): void {
    this.held.update((tasks) => newestFirst([task, ...(tasks ?? [])]));
  }

  protected async read(): Promise<Task[]> {
    return newestFirst(await this.api.list());
  }
}
