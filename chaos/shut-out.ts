import { Device } from './device.js';
import type { Scene } from './fault.js';
import { linesOf } from './history.js';

const REVOKED = 5;
/** Two for each gateway. */
const EXPIRING = 6;
const LIVES_S = 6;
/** After its end, or the answer to its revocation, a token is good for nothing. */
const CLOSED_MS = 10_000;
/** No device of the fleet has this number. */
const NUMBER = 100;

/** Connects devices to every gateway whose token ends soon and is not renewed. */
export async function connectShortLived({ stage, fleet, random }: Scene): Promise<void> {
  const users = fleet.users.slice(REVOKED, REVOKED + EXPIRING);
  const devices = users.map(async (user, index) => {
    const token = await stage.token(user, { ttlS: LIVES_S });
    const routes = stage.deviceRoutes.filter((_, gateway) => gateway === index % stage.nodes.length);
    const device = new Device({ user, number: NUMBER, history: stage.history, random, routes, token: async () => token });
    stage.history.add(device.name, { kind: 'barred', until: stage.history.now() + LIVES_S * 1_000 + CLOSED_MS });
    device.start();
    return device;
  });
  SHORT_LIVED.set(stage, await Promise.all(devices));
}

/** Has all tokens of some people revoked, by whichever node is asked. */
export async function revokeTokens({ stage, fleet, producer }: Scene): Promise<void> {
  const admin = producer('admin');
  for (const user of fleet.users.slice(0, REVOKED)) {
    await admin.repeat({ op: 'revoke', path: `/api/users/${user}/revoke`, body: {}, promises: () => [] });
    stage.history.add(user, { kind: 'barred', until: stage.history.now() + CLOSED_MS });
  }
}

export function leaveShortLived(stage: Scene['stage']): void {
  for (const device of SHORT_LIVED.get(stage) ?? []) device.stop();
}

/** Who with a short token was not let in, or not told of its end. */
export function farewellsMissing(stage: Scene['stage']): string[] {
  const heard = linesOf(stage.history.lines, 'receive');
  return (SHORT_LIVED.get(stage) ?? []).flatMap(({ name }) => {
    const events = heard.filter(({ who }) => who === name).map(({ event }) => event);
    return ['sync', 'closing'].filter((event) => !events.includes(event)).map((event) => `${name} with its short token never got ${event}`);
  });
}

const SHORT_LIVED = new WeakMap<Scene['stage'], readonly Device[]>();
