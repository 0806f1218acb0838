import { Body, Controller, Post } from '@nestjs/common';
import type { AnnouncementCreated, NoticeRequest } from '@eventide/contracts';
import { Access, User } from '../auth/access.js';
import { callerScope, type UserPrincipal } from '../auth/principal.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { noticeRequest } from './notifications.schemas.js';
import { Notices } from './notices.service.js';

/** What a publisher tells everybody who is signed in, and who comes later. It changes an inbox, so its route lives here. */
@Controller('notices')
export class NoticesController {
  constructor(private readonly notices: Notices) {}

  @Post()
  @Access({ roles: ['publisher', 'admin'] })
  post(
    @User() user: UserPrincipal,
    @Body({ schema: noticeRequest }) request: NoticeRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AnnouncementCreated> {
    return this.notices.post(user, request, onceKey(callerScope(user), 'POST /api/notices', key, request));
  }
}
