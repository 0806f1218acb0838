import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LIMITS, type CommentRequest, type Task, type TaskComment, type TaskRequest } from '@eventide/contracts';
import type { UserPrincipal } from '../auth/principal.js';
import { PeopleRepository } from '../auth/people.repository.js';
import { DomainError } from '../platform/domain-error.js';
import type { OnceKey } from '../platform/idempotency.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { StoredComment, StoredTask } from './task.schema.js';
import { TasksStore } from './tasks.store.js';

/**
 * The worked example of a feature that tells people something: what it stores and the notifications that follow from it
 * commit together, under the caller's key.
 */
@Injectable()
export class TasksService {
  constructor(
    private readonly store: TasksStore,
    private readonly people: PeopleRepository,
    private readonly notifications: NotificationsService,
  ) {}

  /** Stores a task; the assignee is told, unless it is the writer. */
  async create(writer: UserPrincipal, { title, assigneeId }: TaskRequest, once?: OnceKey): Promise<Task> {
    const names = await this.people.names([writer.userId, assigneeId]);
    const task: StoredTask = {
      _id: randomUUID(),
      title,
      creatorId: writer.userId,
      creatorName: names.get(writer.userId) ?? writer.name,
      assigneeId,
      assigneeName: names.get(assigneeId) ?? assigneeId,
      createdAt: new Date(),
    };
    const told = assigneeId === writer.userId ? [] : [assigneeId];
    return this.notifications.deliver({
      sends: told.map((to) => ({
        to,
        type: 'task.assigned',
        title: 'New task',
        message: `${task.creatorName} assigned you “${title}”`,
        link: linkTo(task),
        actor: { id: writer.userId, name: task.creatorName },
      })),
      once,
      alongside: [this.store.insertOfTask(task)],
      answer: () => ({ ...toTask(task) }),
    });
  }

  /** The person's own, written or assigned, newest first. */
  async list(userId: string): Promise<Task[]> {
    return (await this.store.of(userId)).map(toTask);
  }

  /**
   * Stores a comment; the task's people other than its writer are told.
   * @throws DomainError `not_found` for outsiders
   */
  async comment(writer: UserPrincipal, { taskId, text }: CommentRequest, once?: OnceKey): Promise<TaskComment> {
    const task = await this.visible(writer.userId, taskId);
    const names = await this.people.names([writer.userId]);
    const comment: StoredComment = {
      _id: randomUUID(),
      taskId,
      authorId: writer.userId,
      authorName: names.get(writer.userId) ?? writer.name,
      text,
      createdAt: new Date(),
    };
    const told = [...new Set([task.creatorId, task.assigneeId])].filter((person) => person !== writer.userId);
    return this.notifications.deliver({
      sends: told.map((to) => ({
        to,
        type: 'task.commented',
        title: 'New comment',
        message: cut(`${comment.authorName} on “${task.title}”: ${text}`, LIMITS.message),
        link: linkTo(task),
        actor: { id: writer.userId, name: comment.authorName },
      })),
      once,
      alongside: [this.store.insertOfComment(comment)],
      answer: () => ({ ...toComment(comment) }),
    });
  }

  /** Oldest first. @throws DomainError `not_found` for outsiders */
  async comments(userId: string, taskId: string): Promise<TaskComment[]> {
    await this.visible(userId, taskId);
    return (await this.store.comments(taskId)).map(toComment);
  }

  private async visible(userId: string, taskId: string): Promise<StoredTask> {
    const task = await this.store.find(taskId);
    if (task && (task.creatorId === userId || task.assigneeId === userId)) return task;
    throw new DomainError('not_found', 'There is no such task.');
  }
}

function linkTo(task: StoredTask): string {
  return `/tasks?task=${task._id}`;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

function toTask({ _id, createdAt, ...task }: StoredTask): Task {
  return { id: _id, ...task, createdAt: createdAt.toISOString() };
}

function toComment({ _id, createdAt, ...comment }: StoredComment): TaskComment {
  return { id: _id, ...comment, createdAt: createdAt.toISOString() };
}
