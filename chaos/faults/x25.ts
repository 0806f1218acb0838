import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from '../device.js';
import { fallSilent, type Fault, type Scene } from '../fault.js';
import { noteTo, sentItems } from '../producers.js';
import { pick } from '../random.js';

const LASTS_MS = 12_000;
const AT_ONCE = 12;

/** Devices leave and come back without a pause while notifications for just them, and no others, are committed. */
export const JOIN_WINDOW: Fault = {
  id: 'X25',
  title: 'events inside the join window, again and again',
  lastsMs: 0,
  async inject(scene) {
    await fallSilent(scene);
    const sender = scene.producer('sniper');
    const over = AbortSignal.timeout(LASTS_MS);
    await Promise.all(scene.fleet.devices.slice(0, AT_ONCE).map((device) => comeAndGo(scene, device, over)).concat(aim(sender)));

    async function aim(at: typeof sender): Promise<void> {
      while (!over.aborted) {
        const user = pick(scene.random, scene.fleet.users.slice(0, AT_ONCE / 2)) ?? '';
        at.begin({ op: 'send', path: '/api/notifications', body: { to: user, ...noteTo(user) }, promises: sentItems });
        await delay(20);
      }
      await at.settled();
    }
  },
  async heal() {
    // All are connected to stay.
  },
};

async function comeAndGo({ random }: Scene, device: Device, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    device.stop();
    device.start();
    while (!device.connected && !over.aborted) await delay(2);
    await delay(random() * 40);
  }
}
