import type { Dump, Evidence } from '../evidence.js';
import type { Holdings, Line } from '../history.js';

type Unplaced = Line extends infer L ? (L extends Line ? Omit<L, 't'> & { t?: number } : never) : never;

/** What a node with one device holds. */
export const HOLDINGS: Holdings = { callers: 3, devices: 1, mongo: 9, members: 1, redis: 3, otherFiles: 24, commits: 0, redisCalls: 0 };

/** A history made by hand: lines follow each other by a millisecond unless they say when. */
function lines(...written: Unplaced[]): Line[] {
  return written.map((line, index) => ({ t: index, ...line }));
}

/** A run in which Ann got two notifications on one device and read the first, and all is well. */
export function soundRun(): { lines: Line[]; dump: Dump } {
  return {
    lines: lines(
      { who: 'suite', kind: 'phase', phase: 'warm' },
      { who: 'ann/0', kind: 'connect', node: 'node-0' },
      { who: 'ann/0', kind: 'apply', stream: 'inbox', way: 'reset', epoch: 'e', from: -1, prev: 0, seq: 0, single: false },
      { who: 'node-0', kind: 'memory', rssMb: 100, heapMb: 40 },
      { who: 'node-0', kind: 'holds', ...HOLDINGS },
      { who: 'suite', kind: 'phase', phase: 'fault' },
      sent('n1', 1),
      received('ann'),
      frame(0, 1),
      { who: 'ann/0', kind: 'display', id: 'n1' },
      { who: 'ann/0', kind: 'count', epoch: 'e', seq: 1, unread: 1 },
      { who: 'suite', kind: 'phase', phase: 'healed' },
      { who: 'ann/0', kind: 'ack', id: 'c1 n1', op: 'read', user: 'ann', target: 'n1', seq: 2, unread: 0 },
      sent('n2', 3),
      { who: 'ann/0', kind: 'apply', stream: 'inbox', way: 'delta', epoch: 'e', from: 1, prev: 1, seq: 3, single: false },
      { who: 'ann/0', kind: 'count', epoch: 'e', seq: 3, unread: 1 },
      { who: 'node-0', kind: 'memory', rssMb: 120, heapMb: 41 },
      { who: 'node-0', kind: 'holds', ...HOLDINGS, mongo: 52 },
      { who: 'suite', kind: 'phase', phase: 'rest' },
      { who: 'node-0', kind: 'ready', status: 200 },
      rest({}),
    ),
    dump: {
      epoch: 'e',
      all: 0,
      inboxes: new Map([['ann', { seq: 3, unread: 1 }]]),
      items: [
        { id: 'n1', user: 'ann', createdSeq: 1, read: true, key: 'k1' },
        { id: 'n2', user: 'ann', createdSeq: 3, read: false, key: 'k2' },
      ],
      announcements: [],
      vouchers: [],
      receipts: new Map(),
    },
  };
}

export function sent(id: string, seq: number, user = 'ann'): Unplaced {
  return { who: 'p0', kind: 'ok', id: `key of ${id}`, op: 'send', node: 'node-0', ms: 10, status: 201, sent: [{ id, user, seq }] };
}

export function received(tag: string): Unplaced {
  return { who: 'ann/0', kind: 'receive', event: 'newNotification', tags: [tag] };
}

export function frame(prev: number, seq: number): Unplaced {
  return { who: 'ann/0', kind: 'apply', stream: 'inbox', way: 'frame', epoch: 'e', from: prev, prev, seq, single: true };
}

export function rest(fields: Partial<Extract<Unplaced, { kind: 'rest' }>>): Unplaced {
  return {
    who: 'ann/0',
    kind: 'rest',
    connected: true,
    epoch: 'e',
    inbox: 3,
    all: 0,
    unread: 1,
    unreadAll: 0,
    heldFrom: 0,
    items: [
      { id: 'n1', read: true },
      { id: 'n2', read: false },
    ],
    announcements: [],
    ...fields,
  };
}

/** The sound run with some lines more at its end. */
export function soundRunWith(...more: Unplaced[]): Evidence {
  const { lines: written, dump } = soundRun();
  const end = written.at(-1)?.t ?? 0;
  return { lines: [...written, ...lines(...more).map((line, index) => ({ ...line, t: more[index]?.t ?? end + 1 + index }))], dump };
}
