import { describe, expect, it } from '@jest/globals';
import { callersOf, type Dump, type Evidence, type Invariant } from '../evidence.js';
import { INVARIANTS } from '../checker.js';
import type { Holdings, Line } from '../history.js';
import { HOLDINGS, frame, received, rest, sent, soundRun, soundRunWith } from './evidence.fixture.js';
import { NOTHING_LOST } from './i1-nothing-lost.js';
import { NOTHING_TWICE } from './i2-nothing-twice.js';
import { TRUE_COUNTS } from './i3-true-counts.js';
import { IN_ORDER } from './i4-in-order.js';
import { PRIVATE } from './i5-private.js';
import { BOUNDED, heapSlope } from './i6-bounded.js';
import { ALIVE } from './i7-alive.js';
import { HONEST, excused } from './i8-honest.js';
import { BARRED } from './i9-barred.js';
import { STRANGERS_OUT } from './s2-strangers-out.js';

function soundExcept(changes: Partial<Dump>, change: (line: Line) => Line | null = (line) => line): Evidence {
  const { lines, dump } = soundRun();
  return { lines: lines.map(change).filter((line) => line !== null), dump: { ...dump, ...changes } };
}

function expectOne(invariant: Invariant, evidence: Evidence, words: RegExp): void {
  expect(invariant.judge(evidence)).toEqual([expect.stringMatching(words)]);
}

const { items, announcements } = soundRun().dump;

describe('a sound run', () => {
  it.each(INVARIANTS.map((invariant) => [invariant.id, invariant] as const))('breaks no %s', (_, invariant) => {
    expect(invariant.judge(soundRun())).toEqual([]);
  });
});

describe('I1', () => {
  it('sees what was acknowledged and is not stored', () => {
    expectOne(NOTHING_LOST, soundRunWith({ ...sent('n9', 9), t: 6 }), /n9 of ann .* not in the database/);
  });

  it('sees what was acknowledged, is not stored, and is held by a device all the same', () => {
    const evidence = soundExcept({ items: items.slice(0, 1) });
    expect(NOTHING_LOST.judge(evidence)).toEqual([
      expect.stringMatching(/n2 of ann/),
      expect.stringMatching(/still shows n2/),
    ]);
  });

  it('takes what was asked to be removed for no loss', () => {
    const { lines, dump } = soundRunWith({ who: 'ann/0', kind: 'invoke', id: 'c2 n9', op: 'remove' }, { ...sent('n9', 3), t: 6 });
    expect(NOTHING_LOST.judge({ lines, dump })).toEqual([]);
  });

  it('sees what never came to a device, also where it was not acknowledged', () => {
    expectOne(NOTHING_LOST, soundRunWith(rest({ who: 'ann/1', items: [{ id: 'n2', read: false }] })), /ann\/1 never got notification n1/);
    const held = rest({ who: 'ann/1', items: [{ id: 'n2', read: false }], heldFrom: 3 });
    expect(NOTHING_LOST.judge(soundRunWith(held))).toEqual([]);
  });

  it('sees an announcement that never came, and one that is not stored', () => {
    const running = [{ id: 'a1', key: 'k', running: true }];
    expectOne(NOTHING_LOST, soundExcept({ announcements: running }), /never got announcement a1/);
    expectOne(NOTHING_LOST, soundRunWith(sent('a2', 1, '#all')), /a2 of #all/);
  });

  it('sees a voucher that never came, and one that nobody was told of', () => {
    const { lines } = soundRunWith({ who: 'suite', kind: 'allotted', code: 'v', users: ['bob', 'cy'] });
    const vouchers = [{ user: 'bob', code: 'v' }];
    const told = { id: 'n9', user: 'cy', createdSeq: 1, read: false, key: 'n9', voucher: 'v' };
    const { dump } = soundExcept({ vouchers, items: [...items, told] });
    expect(NOTHING_LOST.judge({ lines, dump })).toEqual([expect.stringMatching(/cy never got voucher v/), expect.stringMatching(/bob was never told/)]);
    const remover = { t: 0, who: 'bob/0', kind: 'invoke', id: 'c9 n8', op: 'remove' } as const;
    expect(NOTHING_LOST.judge({ lines: [...lines, remover], dump })).toEqual([expect.stringMatching(/cy never got voucher v/)]);
  });

  it('sees a device that did not come back, unless it is barred', () => {
    const away = rest({ who: 'ann/1', connected: false, items: [] });
    expectOne(NOTHING_LOST, soundRunWith(away), /ann\/1 did not come back/);
    expect(NOTHING_LOST.judge(soundRunWith(away, { who: 'ann', kind: 'barred', until: 1e9 }))).toEqual([]);
  });

  it('sees what came, but more than 20 s after the fault', () => {
    const evidence = soundExcept({}, (line) => (line.kind === 'apply' && line.seq === 3 ? { ...line, t: 30_000 } : line));
    expectOne(NOTHING_LOST, evidence, /got n2 30\.0 s after/);
  });
});

describe('I2', () => {
  it('sees what was shown as new again', () => {
    expectOne(NOTHING_TWICE, soundRunWith({ who: 'ann/0', kind: 'display', id: 'n1' }), /showed n1 as new 2 times/);
  });

  it('sees two documents of one key', () => {
    const twice = [...items, { id: 'n3', user: 'ann', createdSeq: 4, read: false, key: 'k2' }];
    expectOne(NOTHING_TWICE, soundExcept({ items: twice }), /Key k2 made a notification for ann 2 times/);
    const vouchers = ['ann', 'bob', 'ann'].map((user) => ({ user, code: 'v' }));
    expectOne(NOTHING_TWICE, soundExcept({ vouchers }), /ann got voucher v 2 times/);
    const told = ['n8', 'n9'].map((id) => ({ id, user: 'bob', createdSeq: 1, read: false, key: id, voucher: 'v' }));
    expectOne(NOTHING_TWICE, soundExcept({ items: [...items, ...told] }), /bob was told of voucher v 2 times/);
    const published = ['a1', 'a2'].map((id) => ({ id, key: 'k', running: true }));
    expectOne(NOTHING_TWICE, soundExcept({ announcements: published }), /Key k made an announcement 2 times/);
  });
});

describe('I3', () => {
  it('sees a stored count that is not that of the stored items', () => {
    expectOne(TRUE_COUNTS, soundExcept({ inboxes: new Map([['ann', { seq: 3, unread: 2 }]]) }), /stored count of ann is 2, and 1/);
  });

  it('sees a wrong badge at rest', () => {
    expectOne(TRUE_COUNTS, soundRunWith(rest({ unread: 2 })), /shows 2 unread, and there are 1/);
    expectOne(TRUE_COUNTS, soundRunWith(rest({ unreadAll: 1 })), /shows 1 unread announcements, and there are 0/);
  });

  it('counts announcements without a receipt', () => {
    const running = [...announcements, { id: 'a1', key: 'k', running: true }];
    expectOne(TRUE_COUNTS, soundExcept({ announcements: running }), /shows 0 unread announcements, and there are 1/);
    const read = new Map([['ann', new Set(['a1'])]]);
    expect(TRUE_COUNTS.judge(soundExcept({ announcements: running, receipts: read }))).toEqual([]);
  });

  it('sees a count on the way that the history up to it does not make', () => {
    expectOne(TRUE_COUNTS, soundRunWith({ who: 'ann/0', kind: 'count', epoch: 'e', seq: 2, unread: 1 }), /1 unread at place 2, and there were 0/);
    const readAll = { who: 'ann/0', kind: 'ack', id: 'c2', op: 'readAll', user: 'ann', upTo: 3, seq: 4, unread: 1 } as const;
    expectOne(TRUE_COUNTS, soundRunWith(readAll), /1 unread at place 4, and there were 0/);
  });
});

describe('I3 at a place that nothing explains', () => {
  it('judges nothing from there on', () => {
    const readAgain = { who: 'ann/0', kind: 'ack', id: 'c2 n1', op: 'read', user: 'ann', target: 'n1', seq: 4, unread: 7 } as const;
    expect(TRUE_COUNTS.judge(soundRunWith(readAgain, { ...readAgain, seq: 5 }))).toEqual([]);
  });
});

describe('I4', () => {
  it('sees a jump over a hole', () => expectOne(IN_ORDER, soundRunWith({ ...frame(4, 5), from: 3 } as never), /jumped over a hole from 3/));
  it('sees a step back', () => expectOne(IN_ORDER, soundRunWith({ ...frame(1, 2), from: 3 } as never), /went back from 3/));
  it('sees a repeated place', () => expectOne(IN_ORDER, soundRunWith({ ...frame(2, 3), from: 3 } as never), /went back from 3/));
  it('sees a step from elsewhere', () => expectOne(IN_ORDER, soundRunWith(frame(2, 4)), /moved from 2 and not from its place 3/));
  it('sees a place that no frame stands for', () => {
    expectOne(IN_ORDER, soundRunWith({ ...frame(2, 4), from: 3 } as never), /one change for several places/);
  });
  it('sees an epoch that came without a page', () => {
    expectOne(IN_ORDER, soundRunWith({ ...frame(3, 4), epoch: 'other' } as never), /in an epoch that it did not know/);
  });
});

describe('I5', () => {
  it('sees a foreign text', () => expectOne(PRIVATE, soundRunWith(received('bob')), /ann\/0 got newNotification of bob/));
});

describe('I6', () => {
  const sample = { who: 'node-0', kind: 'memory', rssMb: 100, heapMb: 40 } as const;
  const holds = { who: 'node-0', kind: 'holds', ...HOLDINGS } as const;
  it('sees growth', () => expectOne(BOUNDED, soundRunWith({ ...sample, rssMb: 251 }, sample), /grew from 100 to 251 MB/));

  it('sees what is never let go, below the garbage', () => {
    const minutes = (mbPerMinute: number) =>
      Array.from({ length: 200 }, (_, second) => ({ ...sample, t: second * 1_000, heapMb: 40 + (second / 60) * mbPerMinute + (second % 5) * 3 }));
    expectOne(BOUNDED, soundRunWith(...minutes(1.5)), /node-0 grows by 1\.5 MB a minute/);
    expect(BOUNDED.judge(soundRunWith(...minutes(0.5)))).toEqual([]);
    expect(BOUNDED.judge(soundRunWith(...minutes(5).slice(0, 120)))).toEqual([]);
    const lastLook = { ...sample, t: 204_100, heapMb: 90 };
    expect(heapSlope([...minutes(0.5), lastLook] as never)).toBeCloseTo(0.5, 1);
  });

  it.each<[Partial<Holdings>, RegExp]>([
    [{ callers: 6 }, /6 connections of callers, and 1 devices/],
    [{ mongo: 54 }, /54 connections to the database/],
    [{ redis: 4 }, /4 connections to Redis and had 3/],
    [{ otherFiles: 29 }, /29 other files open/],
    [{ commits: 3 }, /3 changes in its queue/],
    [{ redisCalls: 1 }, /1 answers of Redis/],
  ])('sees what is left at rest: %j', (left, words) => expectOne(BOUNDED, soundRunWith({ ...holds, ...left }), words));
});

describe('I7', () => {
  it('sees a process that ends by itself', () => {
    expectOne(ALIVE, soundRunWith({ who: 'node-1', kind: 'exit', how: 'exit 1', ordered: false }), /node-1 ended by itself: exit 1/);
    expect(ALIVE.judge(soundRunWith({ who: 'node-1', kind: 'exit', how: 'SIGKILL', ordered: true }))).toEqual([]);
  });

  it('sees a node that calls itself ready without a database', () => {
    const evidence = soundRunWith(
      { who: 'mongod', kind: 'down', t: 1_000 },
      { who: 'node-0', kind: 'ready', status: 200, t: 3_000 },
      { who: 'node-0', kind: 'ready', status: 200, t: 7_000 },
      { who: 'mongod', kind: 'up', t: 9_000 },
    );
    expectOne(ALIVE, evidence, /called itself ready at 7000 ms/);
  });

  it('sees a node that stays away', () => {
    expectOne(ALIVE, soundRunWith({ who: 'node-0', kind: 'ready', status: 0 }), /node-0 was not ready .* no answer/);
  });
});

describe('I8', () => {
  const request = { who: 'p0', kind: 'unknown', id: 'k', op: 'send', node: 'node-0', t: 9_000 } as const;
  it('sees an answer that came too late', () => expectOne(HONEST, soundRunWith({ ...request, ms: 4_000, status: 503 }), /after 4000 ms/));
  it('bears with a suite that was stalled itself', () => {
    const evidence = soundRunWith({ who: 'suite', kind: 'stall', ms: 900, t: 8_000 }, { ...request, ms: 4_000, status: 503 });
    expect(HONEST.judge(evidence)).toEqual([]);
    expect(excused(evidence)).toBe(1);
  });
  it('bears with no more than a second of that', () => {
    const evidence = soundRunWith({ who: 'suite', kind: 'stall', ms: 2_500, t: 8_000 }, { ...request, ms: 4_500, status: 503 });
    expectOne(HONEST, evidence, /after 4500 ms/);
  });
  it('sees a broken answer', () => expectOne(HONEST, soundRunWith({ ...request, kind: 'fail', ms: 10, status: 500 }), /answered 500/));
  it('sees silence, unless the node was taken away', () => {
    expectOne(HONEST, soundRunWith({ ...request, ms: 6_000, status: 0 }), /no answer in 6000 ms/);
    const frozen = { who: 'node-0', kind: 'down', t: 5_000 } as const;
    expect(HONEST.judge(soundRunWith(frozen, { ...request, ms: 6_000, status: 0 }))).toEqual([]);
    expect(HONEST.judge(soundRunWith({ ...frozen, who: callersOf('node-0') }, { ...request, ms: 6_000, status: 0 }))).toEqual([]);
  });
});

describe('I9', () => {
  it('sees what comes to one who was shut out', () => {
    const shutOut = { who: 'ann', kind: 'barred', until: 10 } as const;
    expectOne(BARRED, soundRunWith(shutOut, { ...received('ann'), t: 15 }), /ann\/0 got newNotification 5 ms too late/);
    expect(BARRED.judge(soundRunWith(shutOut, { who: 'ann/0', kind: 'receive', event: 'closing', tags: [], t: 15 }))).toEqual([]);
  });
});

describe('S2', () => {
  const stranger = { who: 'stranger-1', kind: 'stranger', token: 'garbage', admitted: false, answer: 'unauthorized' } as const;
  it('sees who was let in, and who was not told', () => {
    expect(STRANGERS_OUT.judge(soundRunWith(stranger))).toEqual([]);
    expectOne(STRANGERS_OUT, soundRunWith({ ...stranger, admitted: true, answer: '' }), /let in with garbage/);
    expectOne(STRANGERS_OUT, soundRunWith({ ...stranger, answer: '' }), /answered nothing/);
  });
});
