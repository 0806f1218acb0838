import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { NotificationCenter } from '@eventide/notification-center';
import type { Task } from '@eventide/contracts';
import { ListState } from '../ui/list-state';
import { StateMessage } from '../ui/state-message';
import { TaskCard } from './task-card';
import { TaskForm } from './task-form';
import { TaskList } from './task-list';

/** Home: write a task for somebody, and see one's own with their comments. */
@Component({
  selector: 'app-tasks-page',
  imports: [ListState, StateMessage, TaskCard, TaskForm],
  providers: [TaskList],
  templateUrl: './tasks-page.html',
  styleUrl: './tasks-page.css',
})
export class TasksPage {
  private readonly center = inject(NotificationCenter);
  protected readonly list = inject(TaskList);
  /** A task's id in the address, as notifications link to it. */
  readonly task = input<string>();

  private readonly openIds = signal<ReadonlySet<string>>(new Set());
  /** The newest thing said to this person about a task; it changes whenever the list may have. */
  private readonly newestNews = computed(
    () => this.center.notifications().find(({ category }) => category === 'task')?.createdSeq ?? 0,
  );
  /** A link led to a task that isn't (or is no longer) this person's. */
  protected readonly missing = computed(() => {
    const id = this.task();
    return id !== undefined && this.list.state() === 'ready' && !this.list.items().some((task) => task.id === id);
  });
  private readonly live = computed(() => this.center.connection().status === 'live');

  constructor() {
    effect(() => {
      this.newestNews();
      this.live();
      untracked(() => void this.list.refresh());
    });
    effect(() => {
      const id = this.task();
      if (id !== undefined) untracked(() => this.setOpen(id, true));
    });
  }

  protected isOpen(id: string): boolean {
    return this.openIds().has(id);
  }

  protected setOpen(id: string, open: boolean): void {
    this.openIds.update((ids) => {
      const next = new Set(ids);
      if (open) next.add(id);
      else next.delete(id);
      return next;
    });
  }

  protected added(task: Task): void {
    this.list.add(task);
    this.setOpen(task.id, true);
  }
}
