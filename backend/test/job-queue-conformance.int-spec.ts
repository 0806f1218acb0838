import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BullMqJobQueue } from '../src/jobs/bullmq-job-queue.js';
import { BULLMQ_WORKERS } from '../src/jobs/bullmq-worker.js';
import { BullMqWorkers } from '../src/jobs/bullmq-workers.js';
import { BullMqModule } from '../src/jobs/bullmq.module.js';
import { describeJobQueue, NotingConsumer } from '../src/jobs/job-queue.conformance.js';
import { JobConsumer, JobQueue } from '../src/jobs/job-queue.js';
import { Env } from '../src/platform/env.js';
import { Metrics } from '../src/platform/metrics.js';
import { RedisClients } from '../src/platform/redis-clients.js';
import { mongoUri } from './database.js';
import { eventually } from './eventually.js';

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

const start = () => NestFactory.createApplicationContext(QueueModule, { logger: false, abortOnError: false });

describeJobQueue(BullMqJobQueue.name, async () => {
  const app = await start();
  return { queue: app.get(JobQueue), consumer: app.get<NotingConsumer>(JobConsumer), close: () => app.close() };
});

describe(BullMqWorkers.name, () => {
  let app: INestApplicationContext;
  let queue: BullMqJobQueue;
  let consumer: NotingConsumer;
  let workers: BullMqWorkers;

  beforeEach(async () => {
    app = await start();
    [queue, consumer, workers] = [app.get(JobQueue), app.get(JobConsumer), app.get(BullMqWorkers)];
  });
  afterEach(() => app.close());

  const running = () => BULLMQ_WORKERS.map((type) => app.get(type).worker);
  const waiting = () => eventually('a job that waits', async () => (await queue.waiting('broadcast')) === 1);

  it('make workers anew that take no jobs although some wait', async () => {
    const silent = running();
    for (const worker of silent) {
      await worker.waitUntilReady();
      await worker.close(true);
    }
    queue.add('broadcast', 'left');
    await waiting();
    await workers.look();
    expect(running().map((worker, index) => worker === silent[index])).toEqual(silent.map(() => true));
    await workers.look();
    await eventually('its run', () => consumer.handed.includes('broadcast left'));
    expect(running().map((worker, index) => worker === silent[index])).toEqual(silent.map(() => false));
  });

  it('leave workers alone that are at work', async () => {
    const busy = running();
    const gate = Promise.withResolvers<void>();
    consumer.work = () => gate.promise;
    queue.add('broadcast', 'long');
    await eventually('its run', () => consumer.running === 1);
    queue.add('broadcast', 'next');
    await waiting();
    for (let looks = 0; looks < 3; looks += 1) await workers.look();
    gate.resolve();
    await eventually('the next one', () => consumer.handed.includes('broadcast next') && consumer.running === 0);
    expect(running().map((worker, index) => worker === busy[index])).toEqual(busy.map(() => true));
  });
});
