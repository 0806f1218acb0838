import { Injectable } from '@nestjs/common';
import type { AnnouncementCreated, NoticeRequest } from '@eventide/contracts';
import { AnnouncementsService } from '../announcements/announcements.service.js';
import type { UserPrincipal } from '../auth/principal.js';
import { fromNow } from '../platform/deadline.js';
import type { OnceKey } from '../platform/idempotency.js';
import { InboxCommands } from './inbox-commands.service.js';

const LIFE_MS = 7 * 24 * 3600 * 1000;

/** What a person tells all others at once: an announcement with its writer's name, who has read it already. */
@Injectable()
export class Notices {
  constructor(
    private readonly announcements: AnnouncementsService,
    private readonly commands: InboxCommands,
  ) {}

  /**
   * After `unavailable` it may stand unread for its writer; a repeat under the same key completes it.
   * @throws DomainError as {@link AnnouncementsService.announce}
   */
  async post({ userId, name }: UserPrincipal, { kind, ...texts }: NoticeRequest, once?: OnceKey): Promise<AnnouncementCreated> {
    const request = { ...texts, expiresAt: fromNow(LIFE_MS).toISOString() };
    const created = await this.announcements.announce(request, { kind, actor: { id: userId, name }, once });
    await this.commands.readAnnouncement(userId, created.id);
    return created;
  }
}
