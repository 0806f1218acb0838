import { describe, expect, it } from '@jest/globals';
import { planInbox, type InboxState } from './inbox-plan.js';
import type { Draft, InboxWrite } from './inbox.repository.js';
import { toStored } from './stored-notification.js';

const NOW = new Date('2026-05-05T05:05:05.005Z');

function draft(id: string, userId = 'ada'): Draft {
  return { id, userId, type: 'a.b', category: 'a', severity: 'info', title: 'T', message: 'M', timestamp: NOW };
}

function state(patch: Partial<InboxState> = {}): InboxState {
  return {
    all: { epoch: 'e1', seq: 7, floor: 0 },
    heads: new Map([['ada', { seq: 10, unread: 3, readUpTo: 4, floor: 2 }]]),
    known: new Map(),
    items: new Map(),
    unreadUpTo: new Map(),
    running: [],
    receipts: new Map(),
    ...patch,
  };
}

const creation = (...drafts: Draft[]): InboxWrite => ({ kind: 'create', drafts, answer: (sent) => sent.length });

describe(planInbox.name, () => {
  it('numbers on from the heads, also over several writes, and keeps mark and floor', () => {
    const plan = planInbox([creation(draft('n1'), draft('n2', 'bob')), creation(draft('n3'))], state(), NOW);
    expect([...plan.heads]).toEqual([
      ['ada', { seq: 12, unread: 5, readUpTo: 4, floor: 2 }],
      ['bob', { seq: 1, unread: 1, readUpTo: 0, floor: 0 }],
    ]);
    expect(plan.inserts.map(({ _id, seq }) => [_id, seq])).toEqual([['n1', 11], ['n2', 1], ['n3', 12]]);
    expect(plan.outcomes.map((outcome) => outcome.ok && outcome.answer)).toEqual([2, 1]);
  });

  it('changes nothing of what it was given', () => {
    const given = state();
    planInbox([creation(draft('n1'))], given, NOW);
    expect(given).toEqual(state());
  });

  it('leaves heads alone where nothing changes', () => {
    const command = { op: 'read', userId: 'ada', ids: ['gone'] } as const;
    const plan = planInbox([{ kind: 'command', command, answer: ({ notFound }) => [...notFound] }], state(), NOW);
    expect(plan).toMatchObject({ heads: new Map(), rows: [], outcomes: [{ ok: true, answer: ['gone'], frames: [] }] });
  });

  it('writes the time of reading and one frame from head to head', () => {
    const item = toStored(draft('n1'), 9);
    const items = new Map([['ada', new Map([['n1', item]])]]);
    const command = { op: 'read', userId: 'ada', ids: ['n1'] } as const;
    const plan = planInbox([{ kind: 'command', command, answer: () => null }], state({ items }), NOW);
    expect(plan.updates).toEqual([{ id: 'n1', seq: 11, readAt: NOW }]);
    expect(plan.outcomes[0]).toMatchObject({
      frames: [{ userId: 'ada', payload: { epoch: 'e1', prev: 10, seq: 11, unread: 2 } }],
    });
  });

  it('writes a row for what no document carries', () => {
    const command = { op: 'readAll', userId: 'ada', upTo: 10, announcementsUpTo: 7 } as const;
    const running = [{ id: 'a1', createdSeq: 7 }, { id: 'a2', createdSeq: 3 }];
    const facts = state({ unreadUpTo: new Map([['ada', 3]]), running, receipts: new Map([['ada', new Set(['a2'])]]) });
    const plan = planInbox([{ kind: 'command', command, answer: () => null }], facts, NOW);
    const change = { kind: 'readAll', readUpTo: 10, announcementsUpTo: 7, seq: 11 };
    expect(plan.rows).toEqual([{ userId: 'ada', seq: 11, at: NOW, change }]);
    expect(plan.receipts).toEqual([{ userId: 'ada', announcementId: 'a1' }]);
    expect(plan.heads.get('ada')).toEqual({ seq: 11, unread: 0, readUpTo: 10, floor: 2 });
  });

  it('records an answer under its key, and writes what stands alongside only then', () => {
    const once = { id: 'k', bodyHash: 'h' };
    const alongside = [{ collection: 'tasks', document: { _id: 't1' } }];
    const write: InboxWrite = { ...creation(draft('n1')), once, alongside };
    const plan = planInbox([write, write], state(), NOW);
    expect(plan.records).toEqual([{ once, answer: 1 }]);
    expect(plan.alongside).toEqual(alongside);
    const later = planInbox([write], state({ known: new Map([['k', { bodyHash: 'h', answer: 1 }]]) }), NOW);
    expect(later).toMatchObject({ records: [], alongside: [], inserts: [], outcomes: [{ ok: true, answer: 1 }] });
  });
});
