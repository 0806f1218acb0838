import type { QueueName } from './queues.js';

/** Where a queue hands its jobs to. */
export abstract class JobConsumer {
  /** Resolves when there is nothing left to do; a rejection asks for the job to be handed out again later. */
  abstract run(queue: QueueName, id: string): Promise<void>;

  /** Interrupts what runs, and resolves when it has ended; later runs are rejected. */
  abstract stop(): Promise<void>;
}

/**
 * Tells workers that a job waits. A job is handed out at least once, in the order of adding, one of a queue at a time in
 * each process; what is rejected comes again after growing pauses, a few times. What waits already is not added twice.
 * Nothing here is durable: the record in the database is, and a sweep adds again what nobody took.
 */
export abstract class JobQueue {
  /** Never throws and never waits. */
  abstract add(queue: QueueName, id: string): void;
}
