import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { EVERYBODY, type Sent } from '../history.js';
import { noteTo } from '../producers.js';

const DUE_MS = 3_000;
const LATER = 'Later';

/** What was due while nobody swept is done by the next one who does. */
export const KILL_WORKER: Fault = {
  id: 'X22',
  title: 'worker killed while publications and expiries are due (its queue: with bulk work)',
  lastsMs: 5_000,
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8'],
  async inject({ stage, fleet, producer }) {
    await stage.worker.kill();
    const sender = producer('scheduler');
    const due = new Date(Date.now() + DUE_MS).toISOString();
    for (const user of fleet.users.slice(0, 10)) {
      const body = { to: user, ...noteTo(user), expiresAt: due };
      await sender.repeat({ op: 'send', path: '/api/notifications', body, promises: () => [] });
    }
    const body = { title: LATER, message: randomUUID(), publishAt: due };
    await sender.repeat({ op: 'announce', path: '/api/announcements', body, promises: toEverybody });
    await delay(DUE_MS);
  },
  async heal({ stage }) {
    await stage.worker.start();
    await delay(3_000);
  },
  expects: ({ fleet }) =>
    fleet.devices.flatMap(({ name, state }) => [
      ...([...state.announcements.values()].some(({ title }) => title === LATER) ? [] : [`${name} never got what was scheduled`]),
      ...[...state.items.values()].filter(({ expiresAt }) => expiresAt !== undefined).map(({ id }) => `${name} still shows ${id}, which has expired`),
    ]),
};

function toEverybody(answer: unknown): Sent[] {
  return [{ id: (answer as { id: string }).id, user: EVERYBODY, seq: 0 }];
}
