import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { BullRegistrar } from '@nestjs/bullmq';
import type { BullMqJobQueue } from './bullmq-job-queue.js';
import type { BullMqWorker, WorkerEvents } from './bullmq-worker.js';
import { BullMqWorkers } from './bullmq-workers.js';
import type { JobConsumer } from './job-queue.js';

/** Longer than everything that may be waited for, and shorter than what a process is given to end. */
const PATIENCE_MS = 5_000;

const never = () => new Promise<void>(() => undefined);

describe(BullMqWorkers.name, () => {
  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
  });
  afterEach(() => void jest.useRealTimers());

  it('end although a worker neither pauses nor closes', async () => {
    const consumer = { stop: async () => undefined } as Partial<JobConsumer> as JobConsumer;
    const stuck = { worker: { pause: never, close: never } } as unknown as BullMqWorker;
    const workers = new BullMqWorkers({} as BullRegistrar, {} as BullMqJobQueue, consumer, {} as WorkerEvents, [stuck]);
    let hasEnded = false;
    void workers.beforeApplicationShutdown().then(() => (hasEnded = true));
    await jest.advanceTimersByTimeAsync(PATIENCE_MS);
    expect(hasEnded).toBe(true);
  });
});
