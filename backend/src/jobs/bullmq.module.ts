import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { BullModule, BullRegistrar, getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { Env } from '../platform/env.js';
import { RedisClients } from '../platform/redis-clients.js';
import { BullMqJobQueue } from './bullmq-job-queue.js';
import { BULLMQ_WORKERS, WorkerEvents, type BullMqWorker } from './bullmq-worker.js';
import { BullMqWorkers } from './bullmq-workers.js';
import { JobConsumer, JobQueue } from './job-queue.js';
import { QUEUES } from './queues.js';
import { BACKOFF_MS, RUNS } from './retry-policy.js';

const JOB_OPTIONS = {
  attempts: RUNS,
  backoff: { type: 'exponential', delay: BACKOFF_MS },
  removeOnComplete: true,
  // What is left in Redis could not be added again by the sweep.
  removeOnFail: true,
};

const WORKERS: Provider[] = [
  WorkerEvents,
  ...BULLMQ_WORKERS,
  {
    provide: BullMqWorkers,
    inject: [BullRegistrar, JobQueue, JobConsumer, WorkerEvents, ...BULLMQ_WORKERS],
    useFactory: (registrar: BullRegistrar, queue: BullMqJobQueue, consumer: JobConsumer, events: WorkerEvents, ...workers: BullMqWorker[]) =>
      new BullMqWorkers(registrar, queue, consumer, events, workers),
  },
];

/** The queue by way of Redis: what a process needs to add to it, and the workers where jobs are run. */
@Module({})
export class BullMqModule {
  /** @param consumers a module that exports the JobConsumer */
  static forRole(role: Env['role'], consumers: Type): DynamicModule {
    return {
      module: BullMqModule,
      imports: [
        consumers,
        BullModule.forRootAsync({
          inject: [RedisClients],
          // While Redis is away, what a gateway adds fails at once. A worker's calls wait: BullMQ repeats one that was
          // refused at once, and its loop would never come to hear that Redis is back.
          useFactory: (redis: RedisClients) => ({
            connection: redis.open('jobs', role === 'gateway' ? 'publish' : 'subscribe'),
            prefix: redis.namespace,
          }),
          extraOptions: { manualRegistration: true },
        }),
        BullModule.registerQueue(...QUEUES.map((name) => ({ name, defaultJobOptions: JOB_OPTIONS }))),
      ],
      providers: [
        {
          provide: JobQueue,
          inject: QUEUES.map((name) => getQueueToken(name)),
          useFactory: (...queues: Queue[]) => new BullMqJobQueue(queues),
        },
        ...(role === 'gateway' ? [] : WORKERS),
      ],
      exports: [JobQueue],
    };
  }
}
