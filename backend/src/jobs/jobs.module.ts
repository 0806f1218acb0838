import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../platform/env.js';
import { BullMqModule } from './bullmq.module.js';
import { InProcessQueueModule } from './in-process-queue.module.js';
import { JobRunsModule } from './job-runs.module.js';
import { JobsSweep } from './jobs-sweep.js';
import { Jobs } from './jobs.service.js';

/**
 * Background work: a gateway only asks for it, the other roles do it. Global, so that any use case can inject
 * {@link Jobs}, and register its processor with the JobRunner.
 */
@Global()
@Module({})
export class JobsModule {
  static with({ role, redisUrl }: Env): DynamicModule {
    return {
      module: JobsModule,
      imports: [JobRunsModule, redisUrl === undefined ? InProcessQueueModule : BullMqModule.forRole(role, JobRunsModule)],
      providers: [Jobs, ...(role === 'gateway' ? [] : [JobsSweep])],
      exports: [Jobs, JobRunsModule],
    };
  }
}
