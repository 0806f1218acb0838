import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from '../device.js';
import { fallSilent, type Fault, type Scene } from '../fault.js';
import { noteTo, sentItems } from '../producers.js';
import { pick } from '../random.js';

const PATIENCE_MS = 180_000;
const AT_ONCE = 8;
const EVERY_MS = 20;
/** When all have come to stay, it goes on for as long: what is lost then, no later frame shows. */
const LAST_WORDS_MS = 200;

export const JOIN_WINDOW: Fault = joins(10_000);

/** For controls, and where there is no time for the whole. */
export const JOIN_WINDOW_BRIEFLY: Fault = joins(1_500);

/** Devices leave and come back without a pause while notifications for just them, and no others, are committed. */
function joins(count: number): Fault {
  return {
    id: 'X25',
    title: `events inside the join window, ${count.toLocaleString('en')} times`,
    lastsMs: 0,
    async inject(scene) {
      await fallSilent(scene);
      const allHere = new AbortController();
      const aiming = aim(scene, allHere.signal);
      const visits: Visits = { left: count, over: AbortSignal.timeout(PATIENCE_MS) };
      VISITS.set(scene.stage, visits);
      await Promise.all(scene.fleet.devices.slice(0, AT_ONCE).map((device) => comeAndGo(scene, device, visits)));
      await delay(LAST_WORDS_MS);
      allHere.abort();
      await aiming;
    },
    async heal() {
      // All are connected to stay.
    },
    expects: ({ stage }) => {
      const left = VISITS.get(stage)?.left ?? count;
      return left > 0 ? [`${left} of ${count} joins were not made in ${PATIENCE_MS / 1_000} s`] : [];
    },
  };
}

/** How many joins are still to be made, and when they end anyway. */
interface Visits {
  left: number;
  over: AbortSignal;
}

const VISITS = new WeakMap<Scene['stage'], Visits>();

async function aim({ producer, random, fleet }: Scene, over: AbortSignal): Promise<void> {
  const sender = producer('sniper');
  while (!over.aborted) {
    const user = pick(random, fleet.users.slice(0, AT_ONCE / 2)) ?? '';
    sender.begin({ op: 'send', path: '/api/notifications', body: { to: user, ...noteTo(user) }, promises: sentItems });
    await delay(EVERY_MS);
  }
  await sender.settled();
}

async function comeAndGo({ random }: Scene, device: Device, visits: Visits): Promise<void> {
  while (visits.left > 0 && !visits.over.aborted) {
    visits.left -= 1;
    device.stop();
    device.start();
    while (!device.connected && !visits.over.aborted) await delay(2);
    await delay(random() * 40);
  }
}
