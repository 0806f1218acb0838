import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { User } from '../auth/access.js';
import type { UserPrincipal } from '../auth/principal.js';
import { DomainError } from '../platform/domain-error.js';
import { InboxCommands } from './inbox-commands.service.js';

/** Reading an announcement is a change of one's own inbox, so its route lives here. */
@Controller('announcements')
export class AnnouncementReadsController {
  constructor(private readonly commands: InboxCommands) {}

  @Post(':id/read')
  @HttpCode(204)
  async read(@User() user: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!(await this.commands.readAnnouncement(user.userId, id))) {
      throw new DomainError('not_found', 'There is no such announcement.');
    }
  }
}
