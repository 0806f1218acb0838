import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AlertsModule } from './alerts/alerts.module.js';
import { AnnouncementsModule } from './announcements/announcements.module.js';
import { AuthModule } from './auth/auth.module.js';
import { HttpAuthGuard } from './auth/http-auth.guard.js';
import { BulkModule } from './bulk/bulk.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { HealthModule } from './health/health.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import type { Env } from './platform/env.js';
import { MailModule } from './platform/mail/mail.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ProblemFilter } from './platform/problem-filter.js';
import { RequestValidationPipe } from './platform/validation.js';
import { RealtimeModule } from './realtime/realtime.module.js';
import { SignalsModule } from './signals/signals.module.js';
import { TasksModule } from './tasks/tasks.module.js';

/**
 * The whole module graph, lowest first. A `gateway` serves clients and runs no sweeps; a `worker` sweeps and publishes,
 * and answers for its health alone; `all` does both.
 */
@Module({})
export class AppModule {
  static with(env: Env): DynamicModule {
    const { role } = env;
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(env),
        EventEmitterModule.forRoot(),
        MailModule.forRole(role),
        JobsModule.with(env),
        AuthModule.forRole(role),
        RealtimeModule.forRole(role),
        AnnouncementsModule.forRole(role),
        NotificationsModule.forRole(role),
        ...(role === 'worker' ? [] : [DirectoryModule, TasksModule, SignalsModule]),
        BulkModule.forRole(role),
        ImportsModule.forRole(role),
        AlertsModule,
        HealthModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: HttpAuthGuard },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
