import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from '../device.js';
import type { Fault, Scene } from '../fault.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const STRANGE = 9;

/** Every third of some devices comes back after a month, from another life of the database, or from the future. */
export const STRANGE_CURSORS: Fault = {
  id: 'X18',
  title: 'away for 31 days, another epoch, a cursor above the head',
  lastsMs: 3_000,
  async inject({ stage, fleet }) {
    const strange = devicesOf(fleet);
    for (const device of strange) device.stop();
    await delay(2_000);
    const changes = stage.client.db(stage.mongo.name).collection('inbox_changes');
    await changes.updateMany({}, { $set: { at: new Date(Date.now() - 31 * DAY_MS) } });
    while ((await changes.countDocuments({ at: { $lt: new Date(Date.now() - 30 * DAY_MS) } })) > 0) await delay(100);
    const pruned = await peopleWithFloors(stage);
    strange.forEach((device, index) => {
      const { cursor, user } = device;
      if (!cursor) throw new Error(`${device.name} has no cursor yet`);
      if (index % 3 === 0 && pruned.has(user)) device.pretend({ ...cursor, inbox: 0 });
      if (index % 3 === 1) device.pretend({ ...cursor, epoch: 'another-life' });
      if (index % 3 === 2) device.pretend({ ...cursor, inbox: cursor.inbox + 10_000 });
      device.start();
    });
  },
  async heal() {
    // They are connected again.
  },
  expects: ({ stage: { history } }) =>
    history.lines.flatMap(({ kind, who }, index) => {
      if (kind !== 'pretend') return [];
      const next = history.lines.slice(index).find((line) => line.who === who && line.kind === 'apply');
      return next?.kind === 'apply' && next.way === 'reset' ? [] : [`${who} got no reset`];
    }),
};

function devicesOf(fleet: Scene['fleet']): Device[] {
  return fleet.devices.slice(0, STRANGE);
}

/** Whose oldest changes are kept no longer; nobody else can be too old. */
async function peopleWithFloors({ client, mongo }: Scene['stage']): Promise<Set<string>> {
  const heads = client.db(mongo.name).collection<{ _id: string; floor: number }>('heads');
  return new Set((await heads.find({ floor: { $gt: 0 } }).toArray()).map(({ _id }) => _id));
}
