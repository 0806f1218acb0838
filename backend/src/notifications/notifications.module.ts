import { Global, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AnnouncementsStore } from '../announcements/announcements.store.js';
import { Erasure } from '../auth/erasure.js';
import type { Env } from '../platform/env.js';
import { AnnouncementReadsController } from './announcement-reads.controller.js';
import { InboxAudit } from './inbox-audit.js';
import { InboxCommands } from './inbox-commands.service.js';
import { InboxReads } from './inbox-reads.service.js';
import { InboxStream } from './inbox-stream.js';
import { InboxSweep } from './inbox-sweep.js';
import { InboxWriter, InboxWriterLimits } from './inbox-writer.js';
import { InboxRepository } from './inbox.repository.js';
import { MongoInboxCommit } from './mongo-inbox-commit.js';
import { MongoInboxRepository } from './mongo-inbox.repository.js';
import { InboxChangeModel, InboxChangeSchema, NotificationModel, NotificationSchema } from './notification.schema.js';
import { NoticesController } from './notices.controller.js';
import { Notices } from './notices.service.js';
import { NotificationsCommands } from './notifications.commands.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';

/**
 * Inboxes: routes where there are clients, sweeps where work is done. Global, so that any module can inject
 * {@link NotificationsService}.
 */
@Global()
@Module({})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly erasure: Erasure,
    private readonly inboxes: InboxRepository,
    private readonly announcements: AnnouncementsStore,
  ) {}

  static forRole(role: Env['role']): DynamicModule {
    return {
      module: NotificationsModule,
      imports: [
        MongooseModule.forFeature([
          { name: NotificationModel.name, schema: NotificationSchema },
          { name: InboxChangeModel.name, schema: InboxChangeSchema },
        ]),
      ],
      controllers: role === 'worker' ? [] : [NotificationsController, AnnouncementReadsController, NoticesController],
      providers: [
        MongoInboxCommit,
        { provide: InboxRepository, useClass: MongoInboxRepository },
        InboxWriterLimits,
        InboxWriter,
        InboxCommands,
        InboxReads,
        InboxStream,
        Notices,
        NotificationsCommands,
        NotificationsService,
        ...(role === 'gateway' ? [] : [InboxSweep, InboxAudit]),
      ],
      exports: [NotificationsService],
    };
  }

  onModuleInit(): void {
    this.erasure.register('inbox', async (userId) => {
      const hadInbox = await this.inboxes.erase(userId);
      return (await this.announcements.eraseReceipts(userId)) || hadInbox;
    });
  }
}
