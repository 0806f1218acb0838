import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from '../fault.js';
import { HEALTHY } from '../faults/x00.js';
import { JOIN_WINDOW } from '../faults/x25.js';

/** Long enough for a broken mechanism to show. */
export const NOTHING_HURT: Fault = { ...HEALTHY, lastsMs: 3_000 };

/** The last hints are lost and no later one tells of it. */
export const SILENT_LOSS: Fault = {
  id: 'silent-loss',
  title: 'links to Redis cut until nothing more is sent',
  lastsMs: 3_000,
  async inject({ stage }) {
    for (const { redis } of stage.links) redis.refuse();
  },
  async heal(scene) {
    await fallSilent(scene);
    for (const { redis } of scene.stage.links) redis.heal();
  },
};

/** What comes into the window last is followed by nothing. */
export const SILENT_JOIN: Fault = {
  ...JOIN_WINDOW,
  id: 'silent-join',
  async inject(scene) {
    await fallSilent(scene);
    await JOIN_WINDOW.inject(scene);
  },
};

/** The primary alone goes on for a while; what it has promised by itself is rolled back. */
export const LONELY_PRIMARY: Fault = {
  id: 'lonely-primary',
  title: 'a primary whose secondaries lag behind is replaced',
  // Otherwise the primary pushes ahead what a frozen member then finds in its sockets.
  stage: { members: 3, mongod: ['oplogFetcherUsesExhaust=false'] },
  lastsMs: 3_000,
  async inject({ stage }) {
    const primary = await stage.mongo.primary();
    const others = stage.mongo.members.filter((member) => member !== primary);
    for (const other of others) other.signal('SIGSTOP');
    await delay(1_500);
    primary.signal('SIGSTOP');
    for (const other of others) other.signal('SIGCONT');
    await stage.mongo.primary();
    primary.signal('SIGCONT');
  },
  async heal() {
    // The set is whole again.
  },
};

/** What numbers and counts stand for disappears behind their back. */
export const TIME_TO_LIVE: Fault = {
  ...NOTHING_HURT,
  id: 'time-to-live',
  lastsMs: 6_000,
  stage: { mongod: ['ttlMonitorSleepSecs=1'] },
  async inject({ stage }) {
    const notifications = stage.client.db(stage.mongo.name).collection('notifications');
    await notifications.createIndex({ timestamp: 1 }, { expireAfterSeconds: 2 });
  },
};

async function fallSilent({ producers, fleet }: Scene): Promise<void> {
  fleet.stopActing();
  for (const producer of producers) producer.stop();
  await Promise.all([fleet.settled(), ...producers.map((producer) => producer.settled())]);
}
