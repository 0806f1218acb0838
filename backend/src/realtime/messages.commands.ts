import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@eventide/contracts';
import { text } from '../platform/schemas.js';
import { Commands } from './commands.js';
import { RealtimePublisher } from './realtime-publisher.js';

/** `messageToServer`: echoed to its sender, and told to all of the sender's own devices. */
@Injectable()
export class MessagesCommands implements OnModuleInit {
  constructor(
    private readonly commands: Commands,
    private readonly publisher: RealtimePublisher,
  ) {}

  onModuleInit(): void {
    this.commands.register('messageToServer', text(LIMITS.chatMessage), async ({ principal }, message) => {
      this.publisher.sendToUser(principal.userId, 'messageToClient', { message, timestamp: new Date().toISOString() });
      return { echo: message };
    });
  }
}
