/** Many devices in a process of their own, ordered about by the suite. It ends with the suite. */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Device, type Route } from './device.js';
import { History } from './history.js';
import { randomFrom } from './random.js';

const PATIENCE_MS = 60_000;
const BACK_MS = 20_000;
const STEP_MS = 10;

export type CrowdOrder =
  | { kind: 'prepare'; size: number; routes: Route[]; tokens: (readonly [user: string, token: string])[]; began: number; seed: number }
  | { kind: 'connect'; withinMs: number }
  | { kind: 'leave'; path: string };

/** How many of the devices are there. */
export interface CrowdAnswer {
  count: number;
}

let history = new History();
let devices: Device[] = [];

process.on('disconnect', () => process.exit(0));
process.on('message', (order: CrowdOrder) => void obey(order).then((count) => process.send?.({ count } satisfies CrowdAnswer)));

async function obey(order: CrowdOrder): Promise<number> {
  switch (order.kind) {
    case 'prepare':
      devices = prepare(order);
      return 0;
    case 'connect':
      return connect(order.withinMs);
    case 'leave':
      return leave(order.path);
  }
}

function prepare({ size, routes, tokens, began, seed }: Extract<CrowdOrder, { kind: 'prepare' }>): Device[] {
  history = new History(began);
  const random = randomFrom(seed);
  return Array.from({ length: size }, (_, number) => {
    const [user, token] = tokens[number % tokens.length] ?? ['nobody', ''];
    return new Device({ user, number, history, random, routes, token: async () => token });
  });
}

async function connect(withinMs: number): Promise<number> {
  const began = performance.now();
  for (const [index, device] of devices.entries()) {
    device.start();
    while (index / devices.length > (performance.now() - began) / withinMs) await delay(STEP_MS);
  }
  return until(({ state }) => state.ready, PATIENCE_MS);
}

async function leave(path: string): Promise<number> {
  const back = await until(({ connected, state }) => connected && !state.wantsPage, BACK_MS);
  for (const device of devices) device.stop();
  writeFileSync(path, history.toText());
  return back;
}

/** @returns how many are as they should be when all are, or when the time is over */
async function until(isSo: (device: Device) => boolean, withinMs: number): Promise<number> {
  const limit = AbortSignal.timeout(withinMs);
  while (!devices.every(isSo) && !limit.aborted) await delay(100);
  return devices.filter(isSo).length;
}
