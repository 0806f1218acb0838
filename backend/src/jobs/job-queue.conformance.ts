import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/eventually.js';
import { JobConsumer, type JobQueue } from './job-queue.js';
import type { QueueName } from './queues.js';

/** Notes what it is handed, and does what it is told with it. */
export class NotingConsumer extends JobConsumer {
  readonly handed: string[] = [];
  /** How many are being run. */
  running = 0;
  most = 0;
  work: (id: string) => Promise<void> = async () => undefined;

  override async run(queue: QueueName, id: string): Promise<void> {
    this.handed.push(`${queue} ${id}`);
    this.most = Math.max(this.most, ++this.running);
    try {
      await this.work(id);
    } finally {
      this.running -= 1;
    }
  }

  override async stop(): Promise<void> {
    await eventually('the last run', () => this.running === 0);
  }
}

export interface QueueUnderTest {
  queue: JobQueue;
  consumer: NotingConsumer;
  close(): Promise<void>;
}

/** What both queues promise. @param open a fresh one that hands out, with nothing in it */
export function describeJobQueue(name: string, open: () => Promise<QueueUnderTest>): void {
  describe(name, () => {
    let subject: QueueUnderTest;
    afterEach(() => subject.close());

    it('hands out what was added, in order, one of a queue at a time', async () => {
      subject = await open();
      const { queue, consumer } = subject;
      consumer.work = () => new Promise((resolve) => setImmediate(resolve));
      for (const id of ['a', 'b', 'c', 'd']) queue.add('broadcast', id);
      await eventually('all four', () => consumer.handed.length === 4 && consumer.running === 0);
      expect(consumer.handed).toEqual(['broadcast a', 'broadcast b', 'broadcast c', 'broadcast d']);
      expect(consumer.most).toBe(1);
    });

    it('does not let one queue wait for another', async () => {
      subject = await open();
      const { queue, consumer } = subject;
      const gate = Promise.withResolvers<void>();
      consumer.work = (id) => (id === 'slow' ? gate.promise : Promise.resolve());
      queue.add('import-workbook', 'slow');
      await eventually('the slow one', () => consumer.handed.includes('import-workbook slow'));
      queue.add('allot-voucher', 'quick');
      await eventually('the quick one', () => consumer.handed.includes('allot-voucher quick'));
      gate.resolve();
    });

    it('does not add what waits already', async () => {
      subject = await open();
      const { queue, consumer } = subject;
      const gate = Promise.withResolvers<void>();
      consumer.work = (id) => (id === 'first' ? gate.promise : Promise.resolve());
      queue.add('broadcast', 'first');
      await eventually('the first', () => consumer.running === 1);
      queue.add('broadcast', 'second');
      queue.add('broadcast', 'second');
      queue.add('broadcast', 'third');
      gate.resolve();
      await eventually('the third', () => consumer.handed.includes('broadcast third') && consumer.running === 0);
      expect(consumer.handed).toEqual(['broadcast first', 'broadcast second', 'broadcast third']);
    });

    it('hands out again what was rejected, and others meanwhile', async () => {
      subject = await open();
      const { queue, consumer } = subject;
      let rejections = 0;
      consumer.work = async (id) => {
        if (id === 'bad' && ++rejections <= 2) throw new Error('Not yet');
      };
      queue.add('broadcast', 'bad');
      queue.add('broadcast', 'good');
      await eventually('a third run', () => consumer.handed.filter((handed) => handed.endsWith('bad')).length === 3, 15_000);
      expect(consumer.handed.slice(0, 3)).toEqual(['broadcast bad', 'broadcast good', 'broadcast bad']);
    });

    it('takes a finished one again', async () => {
      subject = await open();
      const { queue, consumer } = subject;
      const again = async () => {
        const before = consumer.handed.length;
        await eventually('another run', () => {
          if (consumer.running === 0) queue.add('broadcast', 'same');
          return consumer.handed.length > before;
        });
      };
      await again();
      await again();
      expect(new Set(consumer.handed)).toEqual(new Set(['broadcast same']));
    });
  });
}
