import { Global, Module, type DynamicModule } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import type { Env } from '../platform/env.js';
import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobConsumer, JobQueue } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { JobDocument, JobSchema } from './job.schema.js';
import { JobsSweep } from './jobs-sweep.js';
import { Jobs } from './jobs.service.js';
import { JobsStore } from './jobs.store.js';

/** Background work: a gateway only asks for it, the other roles do it. Global, so that any use case can inject {@link Jobs}. */
@Global()
@Module({})
export class JobsModule {
  static with(env: Env): DynamicModule {
    return {
      module: JobsModule,
      imports: [MongooseModule.forFeature([{ name: JobDocument.name, schema: JobSchema }])],
      providers: [
        JobsStore,
        Jobs,
        JobRunner,
        { provide: JobConsumer, useExisting: JobRunner },
        { provide: JobQueue, useClass: InProcessJobQueue },
        ...(env.role === 'gateway' ? [] : [JobsSweep]),
      ],
      exports: [Jobs, JobRunner],
    };
  }
}
