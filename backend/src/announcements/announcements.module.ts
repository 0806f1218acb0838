import { Global, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Erasure } from '../auth/erasure.js';
import type { Env } from '../platform/env.js';
import { AnnouncementModel, AnnouncementSchema, ReceiptModel, ReceiptSchema } from './announcement.schema.js';
import { AnnouncementsController } from './announcements.controller.js';
import { AnnouncementsService } from './announcements.service.js';
import { AnnouncementsStore } from './announcements.store.js';
import { AnnouncementsStream } from './announcements-stream.js';
import { PublishSchedule } from './publish-schedule.js';

/** Announcements: routes where there are clients, the schedule where work is done. */
@Global()
@Module({})
export class AnnouncementsModule implements OnModuleInit {
  constructor(
    private readonly erasure: Erasure,
    private readonly announcements: AnnouncementsService,
  ) {}

  onModuleInit(): void {
    this.erasure.register('announcements', (userId) => this.announcements.forgetActor(userId));
  }

  static forRole(role: Env['role']): DynamicModule {
    return {
      module: AnnouncementsModule,
      imports: [
        MongooseModule.forFeature([
          { name: AnnouncementModel.name, schema: AnnouncementSchema },
          { name: ReceiptModel.name, schema: ReceiptSchema },
        ]),
      ],
      controllers: role === 'worker' ? [] : [AnnouncementsController],
      providers: [
        AnnouncementsStore,
        AnnouncementsService,
        AnnouncementsStream,
        ...(role === 'gateway' ? [] : [PublishSchedule]),
      ],
      exports: [AnnouncementsStore, AnnouncementsService, AnnouncementsStream],
    };
  }
}
