import { randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BullMqJobQueue } from '../src/jobs/bullmq-job-queue.js';
import { BullMqModule } from '../src/jobs/bullmq.module.js';
import { describeJobQueue, NotingConsumer } from '../src/jobs/job-queue.conformance.js';
import { JobConsumer, JobQueue } from '../src/jobs/job-queue.js';
import { Env } from '../src/platform/env.js';
import { Metrics } from '../src/platform/metrics.js';
import { RedisClients } from '../src/platform/redis-clients.js';
import { mongoUri } from './database.js';

function freshEnv(): Env {
  return Env.from({
    MONGODB_URI: mongoUri().href,
    MONGODB_DB: `test-${randomUUID()}`,
    REDIS_URL: process.env['TEST_REDIS_URL'],
    JWT_SECRET: 'a secret of thirty-two bytes or so',
  });
}

@Global()
@Module({
  providers: [{ provide: Env, useFactory: freshEnv }, Metrics, RedisClients],
  exports: [Env, Metrics, RedisClients],
})
class FloorModule {}

@Module({ providers: [{ provide: JobConsumer, useClass: NotingConsumer }], exports: [JobConsumer] })
class NotingModule {}

@Module({ imports: [FloorModule, BullMqModule.forRole('worker', NotingModule)] })
class QueueModule {}

describeJobQueue(BullMqJobQueue.name, async () => {
  const app = await NestFactory.createApplicationContext(QueueModule, { logger: false, abortOnError: false });
  return { queue: app.get(JobQueue), consumer: app.get<NotingConsumer>(JobConsumer), close: () => app.close() };
});
