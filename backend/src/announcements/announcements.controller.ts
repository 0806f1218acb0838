import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type {
  Actor,
  Announcement,
  AnnouncementCreated,
  AnnouncementPatch,
  AnnouncementRequest,
  ManagedAnnouncement,
} from '@eventide/contracts';
import { Access, Caller, User } from '../auth/access.js';
import { callerScope, type Principal, type UserPrincipal } from '../auth/principal.js';
import { DomainError } from '../platform/domain-error.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { announcementPatch, announcementQuery, announcementRequest } from './announcements.schemas.js';
import { AnnouncementsService } from './announcements.service.js';

const ADMIN = { roles: ['admin'] };

/** What administrators, and services with `announce`, tell everybody. */
@Controller('announcements')
export class AnnouncementsController {
  constructor(private readonly announcements: AnnouncementsService) {}

  @Post()
  @Access({ ...ADMIN, scopes: ['announce'] })
  announce(
    @Caller() caller: Principal,
    @Body({ schema: announcementRequest }) request: AnnouncementRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AnnouncementCreated> {
    const once = onceKey(callerScope(caller), 'POST /api/announcements', key, request);
    return this.announcements.announce(request, { once, actor: actorOf(caller) });
  }

  @Get()
  async list(
    @User() user: UserPrincipal,
    @Query({ schema: announcementQuery }) { status }: { status: 'running' | 'all' },
  ): Promise<{ items: Announcement[] | ManagedAnnouncement[] }> {
    if (status === 'running') return { items: await this.announcements.running(user.userId) };
    if (!user.roles.includes('admin')) throw new DomainError('forbidden');
    return { items: await this.announcements.all(user.userId) };
  }

  @Patch(':id')
  @Access(ADMIN)
  edit(
    @User() user: UserPrincipal,
    @Param('id') id: string,
    @Body({ schema: announcementPatch }) patch: AnnouncementPatch,
  ): Promise<ManagedAnnouncement> {
    return this.announcements.edit(id, patch, user.userId);
  }

  @Post(':id/withdraw')
  @HttpCode(204)
  @Access(ADMIN)
  withdraw(@Param('id') id: string): Promise<void> {
    return this.announcements.withdraw(id);
  }
}

/** People see which administrator tells them something; a service speaks for the host and has no name that they know. */
function actorOf(caller: Principal): Actor | undefined {
  return caller.kind === 'user' ? { id: caller.userId, name: caller.name } : undefined;
}
