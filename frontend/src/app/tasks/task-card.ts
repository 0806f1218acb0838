import { Component, ElementRef, computed, effect, inject, input, output, signal } from '@angular/core';
import type { Task } from '@eventide/contracts';
import { Icon, TimeAgo } from '@eventide/notification-center';
import { Session } from '../core/session';
import { Avatar } from '../ui/avatar';
import { CommentForm } from './comment-form';
import { CommentThread } from './comment-thread';

/** 'You asked Ann' and the like, from the reader's side. */
export function whoAskedWhom(task: Task, readerId: string | undefined): string {
  const asker = task.creatorId === readerId ? 'You' : task.creatorName;
  const doer = task.assigneeId === readerId ? 'you' : task.assigneeName;
  return task.creatorId === task.assigneeId && task.creatorId === readerId ? 'Your own task' : `${asker} asked ${doer}`;
}

/** A task: who asked whom, its comments on demand, and a line to add one. */
@Component({
  selector: 'app-task-card',
  imports: [Avatar, CommentForm, CommentThread, Icon, TimeAgo],
  host: { '[class.pointed]': 'pointedAt()' },
  templateUrl: './task-card.html',
  styleUrl: './task-card.css',
})
export class TaskCard {
  private readonly session = inject(Session);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly task = input.required<Task>();
  readonly revision = input.required<number>();
  readonly open = input.required<boolean>();
  /** The page's address names this task: it comes into view. */
  readonly pointedAt = input.required<boolean>();
  readonly opened = output<boolean>();

  private readonly ownComments = signal(0);
  protected readonly threadRevision = computed(() => this.revision() + this.ownComments());
  protected readonly people = computed(() => whoAskedWhom(this.task(), this.session.user()?.id));

  constructor() {
    effect(() => {
      if (this.pointedAt()) this.element.nativeElement.scrollIntoView({ block: 'start' });
    });
  }

  protected commented(): void {
    this.ownComments.update((count) => count + 1);
    this.opened.emit(true);
  }
}
