import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { UpdateCommand } from '@eventide/contracts';
import { Device } from './device.js';
import type { DeviceClient } from './device-client.js';
import type { Command } from './history.js';
import { pick } from './random.js';
import { StreamWire } from './stream-wire.js';
import type { Stage } from './stage.js';
import type { OpenWire } from './wire.js';

const REPEAT_MS = 500;
const TABS = 7;
const BY_STREAM: OpenWire = (options) => new StreamWire(options);

export interface FleetSize {
  users: number;
  devicesEach: number;
}

export interface FleetKind {
  client?: DeviceClient;
  /** Every second device gets server-sent events, and the first person has seven such. */
  streams?: true;
}

/** All devices of a run, and what their owners do with them. */
export class Fleet {
  readonly users: readonly string[];
  readonly devices: readonly Device[];
  readonly #stage: Stage;
  readonly #underway = new Set<Promise<void>>();
  #stopped = false;

  constructor(stage: Stage, { users, devicesEach }: FleetSize, { client, streams }: FleetKind = {}) {
    this.#stage = stage;
    this.users = Array.from({ length: users }, (_, index) => `user-${index}`);
    const routes = stage.deviceRoutes;
    this.devices = this.users.flatMap((user, index) =>
      Array.from({ length: streams && index === 0 ? TABS : devicesEach }, (_, number) => {
        const { history, random } = stage;
        const transport = streams && (index === 0 || number % 2 === 0) ? BY_STREAM : undefined;
        return new Device({ user, number, history, random, routes, token: () => stage.token(user), client, transport });
      }),
    );
  }

  /** Connects all; resolves when each has its first page. */
  async start(): Promise<void> {
    for (const device of this.devices) device.start();
    while (this.devices.some(({ state }) => !state.ready)) await delay(50);
  }

  /** People read, keep unread and delete, about so many times per second altogether, until {@link stopActing}. */
  async act(perSecond: number): Promise<void> {
    const { random } = this.#stage;
    while (!this.#stopped) {
      const device = pick(random, this.devices.filter(({ connected, state }) => connected && state.ready));
      if (device) this.#begin(device);
      await delay((1_000 / perSecond) * (0.5 + random()));
    }
  }

  stopActing(): void {
    this.#stopped = true;
  }

  /** Resolves when every command has its answer. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  /** True when every connected device holds what these heads say. */
  isComplete(heads: ReadonlyMap<string, number>, all: number, epoch: string, barred: ReadonlySet<string>): boolean {
    return this.devices.every(({ user, connected, cursor, state }) => {
      if (barred.has(user)) return true;
      const there = connected && !state.wantsPage && (cursor?.epoch ?? '') === epoch;
      return there && (cursor?.inbox ?? 0) >= (heads.get(user) ?? 0) && (cursor?.all ?? 0) >= all;
    });
  }

  stop(): void {
    for (const device of this.devices) device.stop();
  }

  #begin(device: Device): void {
    const command = this.#commandFor(device);
    if (!command) return;
    const done = this.#carryOut(device, command).finally(() => this.#underway.delete(done));
    this.#underway.add(done);
  }

  #commandFor(device: Device): UpdateCommand | null {
    const { random } = this.#stage;
    const dice = random();
    const { cursor } = device;
    if (dice > 0.85 && cursor) return { commandId: randomUUID(), op: 'readAll', upTo: cursor.inbox, epoch: cursor.epoch };
    const target = pick(random, [...device.state.items.keys()]);
    if (target === undefined) return null;
    const op: Command = dice < 0.5 ? 'read' : dice < 0.65 ? 'unread' : 'remove';
    return { commandId: randomUUID(), op, ids: [target] };
  }

  /** Repeats one command until it is acknowledged. */
  async #carryOut(device: Device, command: UpdateCommand): Promise<void> {
    const { history } = this.#stage;
    const op = command.op as Command;
    const target = command.ids?.[0];
    const id = `${command.commandId} ${target ?? ''}`.trimEnd();
    history.add(device.name, { kind: 'invoke', id, op });
    let answer = await device.update(command);
    while (!answer) {
      await delay(REPEAT_MS);
      answer = await device.update(command);
    }
    if (!answer.ok) {
      // A device that has a strange cursor asks for what can't be.
      history.add(device.name, { kind: 'refused', id, op, code: answer.error.code });
      return;
    }
    const { seq, unread, notFound } = answer.data;
    const gone = target !== undefined && notFound.includes(target);
    history.add(device.name, { kind: 'ack', id, op, user: device.user, target: gone ? undefined : target, upTo: command.upTo, seq, unread });
  }
}
