/**
 * What happened in one run, a line each, written by those to whom it happened. The invariants are judged from these
 * lines and the database at rest alone.
 */

export type Stream = 'inbox' | 'all';

/** What a producer asks of the HTTP API. */
export type Request = 'send' | 'announce' | 'withdraw' | 'revoke';

/** What a device does to its inbox. */
export type Command = 'read' | 'unread' | 'remove' | 'readAll';

/** What a process has open and waiting at one moment. */
export interface Holdings {
  /** Connections from devices and callers, and how many devices of the suite are connected to it. */
  callers: number;
  devices: number;
  mongo: number;
  /** Members of the set that `mongo` leads to. */
  members: number;
  redis: number;
  otherFiles: number;
  /** Changes that wait for their transaction. */
  commits: number;
  /** Calls that Redis has not answered. */
  redisCalls: number;
}

/** One thing that was promised to be stored; `user` is {@link EVERYBODY} for an announcement. */
export interface Sent {
  id: string;
  user: string;
  seq: number;
}

/** The reader of an announcement. */
export const EVERYBODY = '#all';

export interface HeldItem {
  id: string;
  read: boolean;
}

/** How a device came to a place: by a frame, or by a page. */
export type Way = 'frame' | 'delta' | 'reset';

export type Phase = 'warm' | 'fault' | 'healed' | 'quiet' | 'rest';

type Event =
  | { kind: 'invoke'; id: string; op: Request | Command; node?: string }
  /** Answered 2xx: `sent` is promised. `ms` from the request to its answer. */
  | { kind: 'ok'; id: string; op: Request; node: string; ms: number; status: number; sent: Sent[] }
  /** Answered with another status than 2xx and 503. */
  | { kind: 'fail'; id: string; op: Request; node: string; ms: number; status: number }
  /** 503, or no answer (status 0): done or not. */
  | { kind: 'unknown'; id: string; op: Request; node: string; ms: number; status: number }
  /** A device's command was acknowledged: it holds at `seq`, with `unread` left. */
  | { kind: 'ack'; id: string; op: Command; user: string; target?: string; upTo?: number; seq: number; unread: number }
  | { kind: 'refused'; id: string; op: Command; code: string }
  /** A device got an event; `tags` names the owners of all texts in it. */
  | { kind: 'receive'; event: string; tags: string[] }
  /** A device moved its cursor from `from` (-1: it had none) to `seq`; `prev` is what the frame or page follows. */
  | { kind: 'apply'; stream: Stream; way: Way; epoch: string; from: number; prev: number; seq: number; single: boolean }
  /** A device showed something as new. */
  | { kind: 'display'; id: string }
  /** A device shows this number of unread notifications at this place of its inbox. */
  | { kind: 'count'; epoch: string; seq: number; unread: number }
  /** A device at the end of the run. Everything created from `heldFrom` up is held. */
  | {
      kind: 'rest';
      connected: boolean;
      epoch: string;
      inbox: number;
      all: number;
      unread: number;
      unreadAll: number;
      heldFrom: number;
      items: HeldItem[];
      announcements: HeldItem[];
    }
  /** A device goes on with a cursor that it has no right to. */
  | { kind: 'pretend' }
  | { kind: 'connect'; node: string }
  | { kind: 'disconnect'; reason: string }
  /** From `until` on nothing may reach this user's devices (or this device): revoked or expired. */
  | { kind: 'barred'; until: number }
  /** A voucher was promised to these people, and a notification of it to each. */
  | { kind: 'allotted'; code: string; users: string[] }
  /** A process ended; `ordered`: the suite did it. */
  | { kind: 'exit'; how: string; ordered: boolean }
  /** A process or server was taken away, or is back. */
  | { kind: 'down' }
  | { kind: 'up' }
  /** What a process uses; `heapMb` is 0 where it doesn't say. */
  | { kind: 'memory'; rssMb: number; heapMb: number }
  /** What a process holds: connections by whom they lead to, other open files, and what waits in its queues. */
  | ({ kind: 'holds' } & Holdings)
  /** Somebody without a valid token tried to get in: how the server answered, '' for not at all. */
  | { kind: 'stranger'; token: string; admitted: boolean; answer: string }
  /** `/health/ready` of a node; 0: no answer. */
  | { kind: 'ready'; status: number }
  /** The suite itself could do nothing for so long. */
  | { kind: 'stall'; ms: number }
  | { kind: 'phase'; phase: Phase };

/** `t`: milliseconds since the run began. `who`: `user/number` for a device, or the name of a producer or process. */
export type Line = { t: number; who: string } & Event;

export type LineOf<K extends Line['kind']> = Extract<Line, { kind: K }>;

/** Collects the lines of one run. */
export class History {
  readonly lines: Line[] = [];
  readonly #began: number;

  /** @param began when the run began, on the clock of the machine; another process of the run hands its own over */
  constructor(began = performance.timeOrigin + performance.now()) {
    this.#began = began;
  }

  get began(): number {
    return this.#began;
  }

  /** Milliseconds since the run began. */
  now(): number {
    return Math.round((performance.timeOrigin + performance.now() - this.#began) * 10) / 10;
  }

  add(who: string, event: Event): void {
    this.lines.push({ t: this.now(), who, ...event });
  }

  /** Takes the lines of another process of the same run in, where their time puts them. */
  join(lines: readonly Line[]): void {
    for (const line of lines) this.lines.push(line);
    this.lines.sort((one, other) => one.t - other.t);
  }

  /** One JSON document per line. */
  toText(): string {
    return this.lines.map((line) => JSON.stringify(line)).join('\n');
  }
}

/** The lines of one kind, in order. */
export function linesOf<K extends Line['kind']>(lines: readonly Line[], kind: K): LineOf<K>[] {
  return lines.filter((line): line is LineOf<K> => line.kind === kind);
}

/** The user of a device. */
export function userOf(device: string): string {
  return device.slice(0, device.lastIndexOf('/'));
}
