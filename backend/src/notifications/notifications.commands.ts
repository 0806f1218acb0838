import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Commands } from '../realtime/commands.js';
import { InboxCommands } from './inbox-commands.service.js';
import { updateCommand, type UpdateRequest } from './notifications.schemas.js';

/** The socket's `update`. */
@Injectable()
export class NotificationsCommands implements OnModuleInit {
  constructor(
    private readonly commands: Commands,
    private readonly inbox: InboxCommands,
  ) {}

  onModuleInit(): void {
    this.commands.register('update', updateCommand, ({ principal }, payload) =>
      this.inbox.update(principal.userId, payload as UpdateRequest),
    );
  }
}
