import { InProcessJobQueue } from './in-process-job-queue.js';
import { describeJobQueue, NotingConsumer } from './job-queue.conformance.js';

describeJobQueue(InProcessJobQueue.name, async () => {
  const consumer = new NotingConsumer();
  const queue = new InProcessJobQueue(consumer);
  queue.onApplicationBootstrap();
  return { queue, consumer, close: () => queue.beforeApplicationShutdown() };
});
