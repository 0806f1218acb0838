import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { JobConsumer } from './job-queue.js';
import { JobRunner } from './job-runner.js';
import { JobDocument, JobSchema } from './job.schema.js';
import { JobsStore } from './jobs.store.js';

/** The records and what runs them; queues stand on it. */
@Module({
  imports: [MongooseModule.forFeature([{ name: JobDocument.name, schema: JobSchema }])],
  providers: [JobsStore, JobRunner, { provide: JobConsumer, useExisting: JobRunner }],
  exports: [JobsStore, JobRunner, JobConsumer],
})
export class JobRunsModule {}
