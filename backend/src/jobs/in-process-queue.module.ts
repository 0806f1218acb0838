import { Module } from '@nestjs/common';
import { InProcessJobQueue } from './in-process-job-queue.js';
import { JobQueue } from './job-queue.js';
import { JobRunsModule } from './job-runs.module.js';

/** The queue of a node that has no Redis. */
@Module({
  imports: [JobRunsModule],
  providers: [{ provide: JobQueue, useClass: InProcessJobQueue }],
  exports: [JobQueue],
})
export class InProcessQueueModule {}
