import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { judge } from './checker.js';
import type { DeviceClient } from './device-client.js';
import { readDump, readHeads } from './dump.js';
import type { Dump, Violation } from './evidence.js';
import { ALL_INVARIANTS, type Fault, type Scene } from './fault.js';
import { Fleet, type FleetSize } from './fleet.js';
import { linesOf, type History, type Phase } from './history.js';
import { Producer } from './producers.js';
import { randomFrom } from './random.js';
import { Stage, type StageNeeds } from './stage.js';
import { Watch } from './watch.js';

const LASTS_MS = 10_000;
const AFTER_HEALING_MS = 2_000;
const SETTLE_MS = 20_000;
const ANNOUNCE_EVERY_MS = 5_000;
/** Above this share of its core the suite itself is what is slow, and the run says nothing. */
const SATURATED = 0.85;

/** How much happens in a run. */
export interface Scale extends FleetSize {
  producers: number;
  /** Requests per second of each producer. */
  sendsPerSecond: number;
  /** Commands per second of all devices together. */
  commandsPerSecond: number;
  warmMs: number;
}

export const USUAL: Scale = { users: 60, devicesEach: 2, producers: 4, sendsPerSecond: 4, commandsPerSecond: 8, warmMs: 5_000 };

/** What is changed to see whether the checker notices. */
export interface Tampering {
  client?: DeviceClient;
  stage?: StageNeeds;
}

/** One run of one fault with one seed. */
export interface Run {
  history: History;
  dump: Dump;
  violations: Violation[];
  /** Share of a core that the suite itself used. */
  load: number;
  saturated: boolean;
  seconds: number;
}

/** Starts everything, lets people and services work, hurts it, heals it, waits until it is quiet, and judges. */
export async function runCell(fault: Fault, seed: number, scale: Scale, tampering: Tampering = {}): Promise<Run> {
  const began = performance.now();
  const random = randomFrom(seed);
  const stage = await Stage.start(random, together(fault.stage, tampering.stage));
  const fleet = new Fleet(stage, scale, { client: tampering.client, streams: fault.streams });
  const watch = await Watch.over(stage, fleet.devices);
  try {
    const scene = await setScene(stage, fleet, scale);
    const before = performance.eventLoopUtilization();
    await warmUp(scene, scale);
    await watch.baseline();
    await play(fault, scene);
    const load = performance.eventLoopUtilization(before).utilization;
    const dump = await rest(scene);
    await watch.rest();
    const invariants = fault.invariants ?? ALL_INVARIANTS;
    const own = (fault.expects?.(scene) ?? []).map((what): Violation => ({ invariant: 'I1', what }));
    const violations = [...judge({ lines: stage.history.lines, dump }, invariants), ...own];
    const seconds = Math.round((performance.now() - began) / 1_000);
    return { history: stage.history, dump, violations, load, saturated: load > SATURATED, seconds };
  } finally {
    watch.stop();
    fleet.stop();
    await stage.stop();
  }
}

/** What a fault and a control need, modules of both. */
function together(fault: StageNeeds = {}, tampering: StageNeeds = {}): StageNeeds {
  const preload = [...(fault.preload ?? []), ...(tampering.preload ?? [])];
  return { ...fault, ...tampering, ...(preload.length > 0 && { preload }) };
}

async function setScene(stage: Stage, fleet: Fleet, { producers, sendsPerSecond }: Scale): Promise<Scene> {
  const token = await stage.adminToken();
  const { history, random, callerRoutes: routes } = stage;
  const producer = (name: string) => new Producer({ name, history, random, routes, token, users: fleet.users });
  const steady = Array.from({ length: producers }, (_, index) => producer(`producer-${index}`));
  begin(stage, 'warm');
  await fleet.start();
  for (const each of steady) void each.send(sendsPerSecond);
  void steady[0]?.announce(ANNOUNCE_EVERY_MS);
  return { stage, fleet, producers: steady, random: stage.random, producer };
}

async function warmUp({ fleet }: Scene, { warmMs, commandsPerSecond }: Scale): Promise<void> {
  void fleet.act(commandsPerSecond);
  await delay(warmMs);
}

async function play(fault: Fault, scene: Scene): Promise<void> {
  const { stage, fleet, producers } = scene;
  begin(stage, 'fault');
  await fault.inject(scene);
  await delay(fault.lastsMs ?? LASTS_MS);
  await fault.heal(scene);
  begin(stage, 'healed');
  await delay(AFTER_HEALING_MS);
  fleet.stopActing();
  for (const producer of producers) producer.stop();
  begin(stage, 'quiet');
}

/** Waits until all is answered and delivered, or the time for it is over, and looks at everything. */
async function rest({ stage, fleet, producers }: Scene): Promise<Dump> {
  const db = stage.client.db(stage.mongo.name);
  const limit = AbortSignal.timeout(SETTLE_MS);
  const over = new Promise<void>((resolve) => limit.addEventListener('abort', () => resolve()));
  const answered = Promise.all([fleet.settled(), ...producers.map((producer) => producer.settled())]);
  await Promise.race([answered, over]);
  const barred = new Set(linesOf(stage.history.lines, 'barred').map(({ who }) => who));
  for (let complete = false; !complete && !limit.aborted; ) {
    await delay(100);
    const { epoch, all, inboxes } = await readHeads(db);
    const heads = new Map([...inboxes].map(([user, { seq }]) => [user, seq]));
    complete = fleet.isComplete(heads, all, epoch, barred);
  }
  begin(stage, 'rest');
  for (const device of fleet.devices) device.rest();
  return readDump(db);
}

function begin({ history }: Stage, phase: Phase): void {
  history.add('suite', { kind: 'phase', phase });
}
