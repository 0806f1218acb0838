import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { noteTo, sentItems } from '../producers.js';

const DEAF = 3;
const BATCHES = 60;
const PER_BATCH = 30;
const FILLER = 'x'.repeat(3_500);

/** Some devices stop reading while their owners get 12 MB. */
export const NEVER_READS: Fault = {
  id: 'X15',
  title: 'clients that never read',
  lastsMs: 3_000,
  async inject({ fleet, producer }) {
    const sender = producer('flood');
    const deaf = fleet.devices.filter((_, index) => index % 2 === 0).slice(0, DEAF);
    for (const { wire } of deaf) wire?.pause();
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const user = deaf[batch % DEAF]?.user ?? '';
      const items = Array.from({ length: PER_BATCH }, () => large(user));
      await sender.repeat({ op: 'send', path: '/api/notifications/batch', body: { items }, promises: sentItems });
      await delay(50);
    }
  },
  async heal({ fleet }) {
    for (const { wire } of fleet.devices) wire?.resume();
  },
};

function large(user: string): object {
  const note = noteTo(user);
  return { to: user, ...note, message: `${note.message} ${FILLER.slice(0, 1_500)}`, data: { mark: randomUUID(), filler: FILLER } };
}
