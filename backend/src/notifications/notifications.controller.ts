import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type {
  Notification,
  NotificationList,
  NotificationPatch,
  ReadAllAnswer,
  ReadAllRequest,
  SendAnswer,
  SendBatchRequest,
  SendRequest,
  UnreadCount,
  UpdateAnswer,
} from '@eventide/contracts';
import { Access, Caller, User } from '../auth/access.js';
import { callerScope, type Principal, type UserPrincipal } from '../auth/principal.js';
import { IdempotencyKey, onceKey, type OnceKey } from '../platform/idempotency.js';
import { addressed, type Addressed } from './drafts.js';
import { InboxCommands } from './inbox-commands.service.js';
import { InboxReads, noSuchNotification } from './inbox-reads.service.js';
import {
  listQuery,
  notificationPatch,
  readAllRequest,
  sendBatchRequest,
  sendRequest,
  updateCommand,
  type ListRequest,
  type UpdateRequest,
} from './notifications.schemas.js';
import { NotificationsService } from './notifications.service.js';

const SENDERS = { roles: ['admin'], scopes: ['send'] } as const;

@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly commands: InboxCommands,
    private readonly reads: InboxReads,
  ) {}

  @Post()
  @Access(SENDERS)
  send(
    @Caller() caller: Principal,
    @Body({ schema: sendRequest }) request: SendRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<SendAnswer> {
    const { to, ...send } = request;
    const once = onceKey(callerScope(caller), 'POST /api/notifications', key, request);
    return this.deliver(addressed(to, send), once);
  }

  @Post('batch')
  @Access(SENDERS)
  sendBatch(
    @Caller() caller: Principal,
    @Body({ schema: sendBatchRequest }) request: SendBatchRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<SendAnswer> {
    const once = onceKey(callerScope(caller), 'POST /api/notifications/batch', key, request);
    return this.deliver(request.items, once);
  }

  @Get()
  list(@User() user: UserPrincipal, @Query({ schema: listQuery }) query: ListRequest): Promise<NotificationList> {
    return this.reads.list(user.userId, query);
  }

  @Get('unread-count')
  count(@User() user: UserPrincipal): Promise<UnreadCount> {
    return this.reads.count(user.userId);
  }

  @Post('read-all')
  @HttpCode(200)
  readAll(
    @User() user: UserPrincipal,
    @Body({ schema: readAllRequest }) request: ReadAllRequest,
  ): Promise<ReadAllAnswer> {
    return this.commands.readAll(user.userId, request);
  }

  @Post('update')
  @HttpCode(200)
  update(
    @User() user: UserPrincipal,
    @Body({ schema: updateCommand }) request: UpdateRequest,
  ): Promise<UpdateAnswer> {
    return this.commands.update(user.userId, request);
  }

  @Patch(':id')
  async patch(
    @User() user: UserPrincipal,
    @Param('id') id: string,
    @Body({ schema: notificationPatch }) { readStatus }: NotificationPatch,
  ): Promise<Notification> {
    if (!(await this.commands.mark(user.userId, id, readStatus))) throw noSuchNotification();
    return this.reads.get(user.userId, id);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@User() user: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!(await this.commands.remove(user.userId, id))) throw noSuchNotification();
  }

  private deliver(sends: readonly Addressed[], once: OnceKey | undefined): Promise<SendAnswer> {
    return this.notifications.deliver({ sends, once, answer: (sent) => ({ items: sent.map((item) => ({ ...item })) }) });
  }
}
