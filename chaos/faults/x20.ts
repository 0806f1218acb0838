import { setTimeout as delay } from 'node:timers/promises';
import { Device } from '../device.js';
import type { Fault, Scene } from '../fault.js';
import { linesOf } from '../history.js';

const REVOKED = 5;
const EXPIRING = 5;
const LIVES_S = 6;
const CLOSED_MS = 10_000;
/** No device of the fleet has this number. */
const NUMBER = 100;

/** Without Redis the other nodes hear of a revocation by looking. Tokens meanwhile end as ever. */
export const REVOKE_WITHOUT_REDIS: Fault = {
  id: 'X20',
  title: 'revocation and expiry while Redis is down',
  lastsMs: 18_000,
  async inject(scene) {
    const { stage, fleet, producer } = scene;
    EXPIRED.set(stage, await expiringDevices(scene));
    await stage.redis.kill();
    await delay(1_000);
    const admin = producer('admin');
    for (const user of fleet.users.slice(0, REVOKED)) {
      await admin.repeat({ op: 'revoke', path: `/api/users/${user}/revoke`, body: {}, promises: () => [] });
      stage.history.add(user, { kind: 'barred', until: stage.history.now() + CLOSED_MS });
    }
  },
  async heal({ stage }) {
    await stage.redis.start();
    for (const device of EXPIRED.get(stage) ?? []) device.stop();
  },
  expects: ({ stage }) => {
    const heard = linesOf(stage.history.lines, 'receive');
    return (EXPIRED.get(stage) ?? []).flatMap(({ name }) => {
      const events = heard.filter(({ who }) => who === name).map(({ event }) => event);
      return ['sync', 'closing'].filter((event) => !events.includes(event)).map((event) => `${name} with its short token never got ${event}`);
    });
  },
};

/** Devices whose token is not renewed, at work. */
async function expiringDevices({ stage, fleet, random }: Scene): Promise<Device[]> {
  const users = fleet.users.slice(REVOKED, REVOKED + EXPIRING);
  return Promise.all(
    users.map(async (user) => {
      const token = await stage.token(user, { ttlS: LIVES_S });
      const device = new Device({ user, number: NUMBER, history: stage.history, random, routes: stage.deviceRoutes, token: async () => token });
      stage.history.add(device.name, { kind: 'barred', until: stage.history.now() + LIVES_S * 1_000 + CLOSED_MS });
      device.start();
      return device;
    }),
  );
}

const EXPIRED = new WeakMap<Scene['stage'], readonly Device[]>();
