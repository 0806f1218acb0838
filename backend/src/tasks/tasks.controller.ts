import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { CommentRequest, Task, TaskComment, TaskRequest } from '@eventide/contracts';
import { User } from '../auth/access.js';
import { callerScope, type UserPrincipal } from '../auth/principal.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { commentRequest, taskRequest } from './tasks.schemas.js';
import { TasksService } from './tasks.service.js';

@Controller()
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Post('tasks')
  create(
    @User() user: UserPrincipal,
    @Body({ schema: taskRequest }) request: TaskRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Task> {
    return this.tasks.create(user, request, onceKey(callerScope(user), 'POST /api/tasks', key, request));
  }

  @Get('tasks')
  async list(@User() user: UserPrincipal): Promise<{ items: Task[] }> {
    return { items: await this.tasks.list(user.userId) };
  }

  @Post('comments')
  comment(
    @User() user: UserPrincipal,
    @Body({ schema: commentRequest }) request: CommentRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<TaskComment> {
    return this.tasks.comment(user, request, onceKey(callerScope(user), 'POST /api/comments', key, request));
  }

  @Get('tasks/:id/comments')
  async comments(@User() user: UserPrincipal, @Param('id') id: string): Promise<{ items: TaskComment[] }> {
    return { items: await this.tasks.comments(user.userId, id) };
  }
}
