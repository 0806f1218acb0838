/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import type { Change, SyncPage } from '@eventide/contracts';
import { aNewNotification, aNotification, aReset, anAnnouncement } from '../../../testing/builders';
import type { Frame } from './frames';
import { EMPTY_INBOX, addListed, applyPage, receiveFrame, type InboxState, type Step } from './inbox-state';

function held(...pages: SyncPage[]): InboxState {
  return pages.reduce((state, page) => applyPage(state, page).state, EMPTY_INBOX);
}

function receive(state: InboxState, ...frames: Frame[]): Step {
  return frames.reduce<Step>(
    (step, frame) => {
      const next = receiveFrame(step.state, frame);
      return { state: next.state, arrivals: [...step.arrivals, ...next.arrivals] };
    },
    { state, arrivals: [] },
  );
}

function news(seq: number, fields: Parameters<typeof aNewNotification>[0] = {}): Frame {
  return { event: 'newNotification', data: aNewNotification({ seq, unread: seq, ...fields }) };
}

function changed(seq: number, prev: number, changes: Change[], unread = 0): Frame {
  return { event: 'notificationChanged', data: { epoch: 'e1', seq, prev, unread, changes } };
}

function announced(seq: number, fields: { prev?: number; id?: string } = {}): Frame {
  const { readStatus: _readStatus, ...content } = anAnnouncement({ seq, ...fields });
  return { event: 'announcement', data: { ...content, epoch: 'e1', prev: fields.prev ?? seq - 1 } };
}

function delta(from: number, to: number, fields: Partial<SyncPage> = {}): SyncPage {
  return {
    mode: 'delta',
    epoch: 'e1',
    from: { inbox: from, all: 0 },
    inbox: to,
    all: 0,
    readUpTo: 0,
    unread: { inbox: to, all: 0 },
    changes: [],
    announcements: [],
    more: false,
    ...fields,
  };
}

const at = (inbox: number): InboxState => held(aReset({ inbox }));
const idsOf = ({ items }: InboxState): string[] => [...items.keys()];
const toastsOf = ({ arrivals }: Step): string[] => arrivals.map(({ item }) => item.id);

describe(receiveFrame.name, () => {
  it('applies what follows the cursor, with the count that the frame brings', () => {
    const step = receive(at(4), news(5, { unread: 3 }));
    expect(step.state.cursor).toEqual({ epoch: 'e1', inbox: 5, all: 0 });
    expect(step.state.unread).toBe(3);
    expect(idsOf(step.state)).toEqual(['n5']);
    expect(toastsOf(step)).toEqual(['n5']);
  });

  it('holds the notification alone, without the place of its frame', () => {
    const { state } = receive(at(4), news(5));
    expect(Object.keys(state.items.get('n5') ?? {})).not.toEqual(expect.arrayContaining(['epoch']));
    expect(state.items.get('n5')).toEqual(aNotification({ seq: 5 }));
  });

  it('applies a frame that spans places which are partly applied already', () => {
    const change: Change = { kind: 'updated', notification: aNotification({ seq: 7 }) };
    expect(receive(at(5), changed(7, 3, [change])).state.cursor?.inbox).toBe(7);
  });

  it('drops what the cursor has passed', () => {
    const state = at(5);
    expect(receive(state, news(5), news(4))).toEqual({ state, arrivals: [] });
  });

  it('holds what lies beyond a hole and wants a page', () => {
    const step = receive(at(4), news(6));
    expect(step.state.cursor?.inbox).toBe(4);
    expect(step.state.wantsPage).toBe(true);
    expect(step.arrivals).toEqual([]);
  });

  it('holds all that comes while a page is wanted, and each frame once', () => {
    const { state } = receive(at(4), news(6), news(5), news(6));
    expect(state.waiting.map(({ data }) => data.seq)).toEqual([6, 5]);
    expect(state.cursor?.inbox).toBe(4);
  });

  it('wants a page on another epoch', () => {
    expect(receive(at(4), news(5, { epoch: 'e2' })).state.wantsPage).toBe(true);
  });

  it('numbers the two streams apart', () => {
    const step = receive(at(4), announced(1), news(5));
    expect(step.state.cursor).toEqual({ epoch: 'e1', inbox: 5, all: 1 });
    expect(toastsOf(step)).toEqual(['a1', 'n5']);
  });

  it('forgets its place on a kind that it does not know', () => {
    const unknown = { kind: 'snoozed', id: 'n1', seq: 5 } as unknown as Change;
    const { state } = receive(at(4), changed(5, 4, [unknown]));
    expect(state.cursor).toBeNull();
    expect(state.wantsPage).toBe(true);
  });

  it('replaces an item only by a state that is as new or newer', () => {
    const newer = aNotification({ id: 'n1', seq: 6, createdSeq: 1, title: 'newer' });
    const list = { items: [newer], next: null, head: 6, readUpTo: 0 };
    const state = addListed(at(5), list, { generation: 1, complete: true });
    const older: Change = { kind: 'updated', notification: aNotification({ id: 'n1', seq: 5, title: 'older' }) };
    expect(receive(state, changed(7, 5, [older])).state.items.get('n1')?.title).toBe('newer');
  });

  it('marks read what a read-all covers, and what is heard of later below the mark', () => {
    const start = held(
      aReset({
        notifications: [aNotification({ seq: 1 }), aNotification({ seq: 3 })],
        announcements: [anAnnouncement({ seq: 2 })],
      }),
    );
    const readAll: Change = { kind: 'readAll', readUpTo: 2, announcementsUpTo: 2, seq: 4 };
    const { state } = receive(start, changed(4, 3, [readAll], 1));
    expect([...state.items.values()].map((item) => item.readStatus)).toEqual(['read', 'unread']);
    expect(state.announcements.get('a2')?.readStatus).toBe('read');
    const listed = { items: [aNotification({ id: 'old', seq: 2 })], next: null, head: 3, readUpTo: 0 };
    const later = addListed(state, listed, { generation: state.generation, complete: true });
    expect(later.items.get('old')?.readStatus).toBe('read');
  });

  it('keeps an announcement read when it is edited, and when the receipt came first', () => {
    const read = receive(at(4), changed(5, 4, [{ kind: 'announcementRead', id: 'a1', seq: 5 }]), announced(1));
    expect(read.state.announcements.get('a1')?.readStatus).toBe('read');
    const edited = anAnnouncement({ id: 'a1', seq: 2, createdSeq: 1, title: 'edited' });
    const { readStatus: _readStatus, ...content } = edited;
    const edit: Frame = {
      event: 'announcementChanged',
      data: { epoch: 'e1', seq: 2, prev: 1, changes: [{ kind: 'updated', announcement: content }] },
    };
    const { announcements } = receive(read.state, edit).state;
    expect(announcements.get('a1')).toMatchObject({ title: 'edited', readStatus: 'read' });
  });
});

describe(applyPage.name, () => {
  it('takes a reset as the state, and forgets what it held', () => {
    const first = held(aReset({ notifications: [aNotification({ seq: 1 })] }));
    const { state } = applyPage(first, aReset({ notifications: [aNotification({ seq: 9 })], unread: 40 }));
    expect(idsOf(state)).toEqual(['n9']);
    expect(state).toMatchObject({ unread: 40, ready: true, wantsPage: false, generation: 2 });
  });

  it('asks on after a reset from behind what it held in the same epoch', () => {
    const behind = applyPage(at(9), aReset({ inbox: 7 })).state;
    expect(behind).toMatchObject({ wantsPage: true, cursor: { inbox: 7 } });
    expect(applyPage(at(9), aReset({ inbox: 7, epoch: 'e2' })).state.wantsPage).toBe(false);
  });

  it('changes the count with the last page only', () => {
    const start = held(aReset({ inbox: 4, unread: 4 }));
    const first = applyPage(start, delta(4, 6, { unread: { inbox: 99, all: 0 }, more: true })).state;
    expect(first).toMatchObject({ unread: 4, wantsPage: true, cursor: { inbox: 6 } });
    expect(applyPage(first, delta(6, 8)).state).toMatchObject({ unread: 8, wantsPage: false });
  });

  it('does not apply a page that starts beyond the cursor', () => {
    const state = applyPage(at(4), delta(6, 8)).state;
    expect(state).toMatchObject({ wantsPage: true, cursor: { inbox: 4 } });
  });

  it('keeps the place and count of frames that led further than a late page', () => {
    const ahead = receive(at(4), news(5), news(6, { unread: 2 })).state;
    expect(applyPage(ahead, delta(4, 5, { unread: { inbox: 77, all: 0 } })).state).toMatchObject({
      unread: 2,
      cursor: { inbox: 6 },
    });
  });

  it('brings back no announcement that a frame withdrew while the page was on its way', () => {
    const withdrawn: Frame = {
      event: 'announcementChanged',
      data: { epoch: 'e1', seq: 2, prev: 1, changes: [{ kind: 'withdrawn', id: 'a1', seq: 2, reason: 'withdrawn' }] },
    };
    const ahead = receive(at(4), announced(1), withdrawn).state;
    const late = delta(4, 4, { all: 1, announcements: [{ kind: 'updated', announcement: anAnnouncement() }] });
    expect(applyPage(ahead, late).state.announcements.size).toBe(0);
  });

  it('applies the frames that waited, in order, and makes their toasts', () => {
    const waiting = receive(at(4), news(7), news(6)).state;
    const change: Change = { kind: 'updated', notification: aNotification({ seq: 5 }) };
    const step = applyPage(waiting, delta(4, 5, { changes: [change] }));
    expect(step.state).toMatchObject({ cursor: { inbox: 7 }, unread: 7, wantsPage: false, waiting: [] });
    expect(toastsOf(step)).toEqual(['n6', 'n7']);
  });

  it('still makes the toast of a frame that waited and was passed, once, if its item is there', () => {
    const waiting = receive(at(4), news(6), news(7)).state;
    const page = delta(4, 7, { changes: [{ kind: 'updated', notification: aNotification({ seq: 6 }) }] });
    const step = applyPage(waiting, page);
    expect(toastsOf(step)).toEqual(['n6']);
    expect(toastsOf(receive(step.state, news(6)))).toEqual([]);
  });

  it('makes no toast of what only a page brings', () => {
    expect(applyPage(at(4), aReset({ notifications: [aNotification({ seq: 9 })] })).arrivals).toEqual([]);
  });

  it('makes no second toast of an item after having forgotten everything', () => {
    const toasted = receive(at(4), news(5)).state;
    const unknown = { kind: 'snoozed', id: 'n1', seq: 6 } as unknown as Change;
    const forgotten = receive(toasted, changed(6, 5, [unknown]), news(5)).state;
    expect(applyPage(forgotten, aReset({ notifications: [aNotification({ seq: 5 })], inbox: 6 })).arrivals).toEqual([]);
  });

  it('keeps a frame beyond a hole that the page did not fill, and asks again', () => {
    const waiting = receive(at(4), news(9)).state;
    expect(applyPage(waiting, delta(4, 6)).state).toMatchObject({ wantsPage: true, cursor: { inbox: 6 } });
  });

  it('drops a waiting frame of another epoch than the page', () => {
    const waiting = receive(at(4), news(5, { epoch: 'old' })).state;
    expect(applyPage(waiting, aReset({ inbox: 8 })).state).toMatchObject({ waiting: [], wantsPage: false });
  });

  it('asks for a reset when its unread announcements are not as many as the page says', () => {
    const state = applyPage(at(4), delta(4, 5, { unread: { inbox: 0, all: 1 } })).state;
    expect(state).toMatchObject({ cursor: null, wantsPage: true });
  });
});

describe('what was missed', () => {
  const missedIn = (page: SyncPage, state = at(4)): Step['missed'] => applyPage(state, page).missed;
  const brings = (...seqs: number[]): Pick<SyncPage, 'changes'> => ({
    changes: seqs.map((seq) => ({ kind: 'updated', notification: aNotification({ seq }) })),
  });

  it('is what a page brings that was created after the place of the client, and is unread', () => {
    const old: Change = { kind: 'updated', notification: aNotification({ id: 'n2', seq: 7, createdSeq: 2 }) };
    const read: Change = { kind: 'updated', notification: aNotification({ seq: 8, readStatus: 'read' }) };
    const { changes } = brings(5, 6);
    expect(missedIn(delta(4, 8, { changes: [...changes, old, read] }))).toEqual({ count: 2, orMore: false });
    expect(missedIn(delta(4, 8, { changes: [old, read] }))).toBeUndefined();
  });

  it('is nothing on the first page, or after a restore', () => {
    const first = aReset({ notifications: [aNotification({ seq: 1 })] });
    expect(missedIn(first, EMPTY_INBOX)).toBeUndefined();
    expect(missedIn(aReset({ epoch: 'e2', notifications: [aNotification({ seq: 9 })] }))).toBeUndefined();
  });

  it('is told once, with the last page', () => {
    const first = applyPage(at(4), delta(4, 6, { ...brings(5, 6), more: true }));
    const last = applyPage(first.state, delta(6, 7, brings(7)));
    expect([first.missed, last.missed]).toEqual([undefined, { count: 3, orMore: false }]);
    expect(missedIn(delta(7, 7), last.state)).toBeUndefined();
  });

  it('leaves out what makes its own toast, before or with the page', () => {
    const waiting = receive(at(4), news(7), news(6)).state;
    const step = applyPage(waiting, delta(4, 6, brings(5, 6)));
    expect([toastsOf(step), step.missed]).toEqual([['n6', 'n7'], { count: 1, orMore: false }]);
  });

  it('says that there are more when a reset has no room for all', () => {
    const notifications = [aNotification({ seq: 8 }), aNotification({ seq: 9 })];
    expect(missedIn(aReset({ notifications, unread: 5 }))).toEqual({ count: 2, orMore: true });
    expect(missedIn(aReset({ notifications }))).toEqual({ count: 2, orMore: false });
  });

  it('is told after the client has forgotten its place, too', () => {
    const unknown = { kind: 'snoozed', id: 'n1', seq: 5 } as unknown as Change;
    const lost = receive(at(4), changed(5, 4, [unknown])).state;
    expect(missedIn(aReset({ notifications: [aNotification({ seq: 6 })] }), lost)).toMatchObject({ count: 1 });
  });
});

describe(addListed.name, () => {
  const list = { items: [aNotification({ seq: 2 }), aNotification({ seq: 1 })], next: 'more', head: 4, readUpTo: 0 };
  const start = held(aReset({ notifications: [aNotification({ seq: 3 })], inbox: 4 }));

  it('adds older items and says how far back they reach without a gap', () => {
    const state = addListed(start, list, { generation: start.generation, complete: true });
    expect(idsOf(state)).toEqual(['n3', 'n2', 'n1']);
    expect(state.heldFrom).toBe(1);
    const last = { ...list, next: null };
    expect(addListed(start, last, { generation: start.generation, complete: true }).heldFrom).toBe(0);
    expect(addListed(start, list, { generation: start.generation, complete: false }).heldFrom).toBe(3);
  });

  it('brings back nothing that was removed after it was answered', () => {
    const { state } = receive(start, changed(5, 4, [{ kind: 'removed', id: 'n2', seq: 5, reason: 'removed' }]));
    expect(idsOf(addListed(state, list, { generation: start.generation, complete: true }))).toEqual(['n3', 'n1']);
  });

  it('ignores an answer from before a reset', () => {
    const reset = applyPage(start, aReset({ epoch: 'e2' })).state;
    expect(addListed(reset, list, { generation: start.generation, complete: true })).toBe(reset);
  });

  it('moves neither the cursor nor the count', () => {
    const state = addListed(start, { ...list, head: 40 }, { generation: start.generation, complete: true });
    expect([state.cursor, state.unread]).toEqual([start.cursor, start.unread]);
  });
});
