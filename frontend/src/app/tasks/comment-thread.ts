import { Component, effect, inject, input, signal, untracked } from '@angular/core';
import type { Task, TaskComment } from '@eventide/contracts';
import { TimeAgo } from '@eventide/notification-center';
import { failureOf, type Failure } from '../core/failure';
import { retryLater } from '../core/retry-later';
import { Avatar } from '../ui/avatar';
import { TasksApi } from './tasks-api';

/** A task's comments, oldest first; read again with every new revision. */
@Component({
  selector: 'app-comment-thread',
  imports: [Avatar, TimeAgo],
  templateUrl: './comment-thread.html',
  styleUrl: './comment-thread.css',
})
export class CommentThread {
  private readonly api = inject(TasksApi);
  readonly task = input.required<Task>();
  readonly revision = input.required<number>();

  protected readonly comments = signal<TaskComment[] | null>(null);
  protected readonly failure = signal<Failure | null>(null);
  private latest = 0;

  constructor() {
    effect(() => {
      const { id } = this.task();
      this.revision();
      untracked(() => void this.load(id));
    });
    retryLater(this.failure, () => void this.load(this.task().id));
  }

  protected async load(taskId: string): Promise<void> {
    const turn = ++this.latest;
    try {
      const comments = await this.api.comments(taskId);
      if (turn !== this.latest) return;
      this.comments.set(comments.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)));
      this.failure.set(null);
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.latest) this.failure.set(failure);
    }
  }
}
