/**
 * The client's rule: how pages, frames and list answers change what a client holds. Pure; the caller serialises.
 *
 * Guarantees: changes are applied once and in number order per stream; a frame behind a hole is held until a page has
 * filled the hole; the inbox count is always one that the server gave for the cursor; an item makes at most one toast.
 */
import type { Cursor, NotificationList, SyncPage } from '@eventide/contracts';
import type { Entry } from './entry';
import { announcementOf, hold, isInboxFrame, notificationOf, placeOf, type Frame } from './frames';
import {
  NOTHING_HELD,
  applyAnnouncementChange,
  applyChange,
  countUnreadAnnouncements,
  putAnnouncement,
  putNotification,
  readAll,
  type HeldInbox,
} from './held-inbox';
import { remember } from './remembered-ids';

/** Something new, to be shown once. */
export type Arrival = Entry;

/** Unread notifications that came while nobody was told: a page brought them, not a frame of their own. */
export interface Missed {
  readonly count: number;
  /** There are more, which the page had no room for. */
  readonly orMore: boolean;
}

export interface InboxState extends HeldInbox {
  /** Up to where both streams are applied; null: ask for a reset. */
  readonly cursor: Cursor | null;
  /** Up to where news was told; behind the cursor while pages are underway. Null before the first page. */
  readonly told: Cursor | null;
  /** The exact count of the inbox at the cursor. */
  readonly unread: number;
  /** A first page was applied to the end. */
  readonly ready: boolean;
  /** A page for the cursor is to be asked for. */
  readonly wantsPage: boolean;
  /** Frames that wait for a page. */
  readonly waiting: readonly Frame[];
  /** What has made its toast since sign-in; a reset doesn't clear it, for it may lead back before the toast. */
  readonly toasted: ReadonlySet<string>;
  /** Counts resets: an answer to a question from before the last one says nothing about the present. */
  readonly generation: number;
}

/** A state, and what became news on the way to it. */
export interface Step {
  readonly state: InboxState;
  readonly arrivals: readonly Arrival[];
  /** Set with the last page of an absence that brought something. */
  readonly missed?: Missed;
}

export const EMPTY_INBOX: InboxState = {
  ...NOTHING_HELD,
  cursor: null,
  told: null,
  unread: 0,
  ready: false,
  wantsPage: false,
  waiting: [],
  toasted: new Set(),
  generation: 0,
};

/** Applies a page, whether it was asked for or not, then judges the frames that waited for it. */
export function applyPage(state: InboxState, page: SyncPage): Step {
  const next = page.mode === 'reset' ? applyReset(state, page) : applyDelta(state, page);
  if (next.wantsPage) return { state: next, arrivals: [] };
  const step = judgeWaiting({ ...next, told: next.cursor });
  return { ...step, missed: missedIn(step.state, state.told, next.cursor) };
}

/** Applies a frame, drops it, or holds it until a page has come. */
export function receiveFrame(state: InboxState, frame: Frame): Step {
  const place = placeOf(state.cursor, frame);
  if (place === 'passed') return { state, arrivals: [] };
  if (place === 'next' && !state.wantsPage) return applyFrame(state, frame);
  return { state: { ...state, wantsPage: true, waiting: hold(state.waiting, frame) }, arrivals: [] };
}

/**
 * Adds a page of the history. `generation`: the state's when the list was asked for.
 * Nothing that was removed after the answer's `head` comes back, and no count or cursor moves.
 * `complete`: the answer holds everything from its newest item down, so no filter was set.
 * Nothing may be trimmed between question and answer, which could bring it back as it was then.
 */
export function addListed(
  state: InboxState,
  list: NotificationList,
  { generation, complete }: { generation: number; complete: boolean },
): InboxState {
  if (generation !== state.generation) return state;
  const held = list.items.reduce<HeldInbox>(putNotification, state);
  const reach = list.next === null ? 0 : (list.items.at(-1)?.createdSeq ?? state.heldFrom);
  return { ...state, ...held, heldFrom: complete ? Math.min(state.heldFrom, reach) : state.heldFrom };
}

/** What is held can't be trusted: a reset is needed. Until it comes, the old state may stay on screen. */
function distrust(state: InboxState): InboxState {
  return { ...state, cursor: null, wantsPage: true, waiting: [] };
}

function applyReset(state: InboxState, page: SyncPage): InboxState {
  const held = applyChanges(NOTHING_HELD, page);
  if (held === null) return distrust(state);
  const oldest = Math.min(...[...held.items.values()].map((item) => item.createdSeq));
  const fellBack =
    state.cursor?.epoch === page.epoch &&
    (page.inbox < state.cursor.inbox || page.all < state.cursor.all);
  return {
    ...state,
    ...held,
    readUpTo: page.readUpTo,
    heldFrom: held.items.size === 0 ? 0 : oldest,
    cursor: { epoch: page.epoch, inbox: page.inbox, all: page.all },
    unread: page.unread.inbox,
    ready: true,
    // The server answered from behind what was already applied here: the rest follows in a delta.
    wantsPage: fellBack,
    generation: state.generation + 1,
  };
}

function applyDelta(state: InboxState, page: SyncPage): InboxState {
  const { cursor } = state;
  const connects =
    cursor?.epoch === page.epoch && page.from.inbox <= cursor.inbox && page.from.all <= cursor.all;
  if (!connects) return { ...state, wantsPage: true };

  const held = applyChanges(state, page);
  if (held === null) return distrust(state);
  const next: InboxState = {
    ...state,
    ...readAll(held, page.readUpTo),
    cursor: {
      epoch: page.epoch,
      inbox: Math.max(cursor.inbox, page.inbox),
      all: Math.max(cursor.all, page.all),
    },
    wantsPage: page.more,
  };
  return page.more ? next : applyCounts(next, page);
}

/** Takes the counts of a last page over, unless frames have led beyond the place that they hold for. */
function applyCounts(state: InboxState, page: SyncPage): InboxState {
  const inboxIsCurrent = page.inbox === state.cursor?.inbox;
  const next = { ...state, ready: true, unread: inboxIsCurrent ? page.unread.inbox : state.unread };
  const comparable = inboxIsCurrent && page.all === state.cursor?.all;
  const agrees = countUnreadAnnouncements(state.announcements.values()) === page.unread.all;
  return comparable && !agrees ? distrust(next) : next;
}

function applyChanges(held: HeldInbox, page: SyncPage): HeldInbox | null {
  let next: HeldInbox | null = held;
  for (const change of page.changes) next = next && applyChange(next, change);
  for (const change of page.announcements) next = next && applyAnnouncementChange(next, change);
  return next;
}

function applyFrame(state: InboxState, frame: Frame): Step {
  const held = applyFrameChanges(state, frame);
  if (held === null || state.cursor === null) return { state: distrust(state), arrivals: [] };
  const { seq } = frame.data;
  const cursor = isInboxFrame(frame) ? { ...state.cursor, inbox: seq } : { ...state.cursor, all: seq };
  const next: InboxState = {
    ...state,
    ...held,
    cursor,
    told: cursor,
    unread: 'unread' in frame.data ? frame.data.unread : state.unread,
  };
  return arrive(next, frame);
}

function applyFrameChanges(held: HeldInbox, frame: Frame): HeldInbox | null {
  switch (frame.event) {
    case 'newNotification':
      return putNotification(held, notificationOf(frame.data));
    case 'notificationChanged':
      return frame.data.changes.reduce<HeldInbox | null>((next, change) => next && applyChange(next, change), held);
    case 'announcement':
      return putAnnouncement(held, announcementOf(frame.data));
    case 'announcementChanged':
      return frame.data.changes.reduce<HeldInbox | null>(
        (next, change) => next && applyAnnouncementChange(next, change),
        held,
      );
  }
}

/** Applies, keeps or drops the frames that waited, lowest place first; one that a page has passed is still news. */
function judgeWaiting(state: InboxState): Step {
  let step: Step = { state: { ...state, waiting: [] }, arrivals: [] };
  const frames = [...state.waiting].sort((one, other) => one.data.seq - other.data.seq);
  for (const frame of frames) {
    if (frame.data.epoch !== state.cursor?.epoch) continue;
    const passed = placeOf(step.state.cursor, frame) === 'passed';
    const next = passed ? arrive(step.state, frame) : receiveFrame(step.state, frame);
    step = { state: next.state, arrivals: [...step.arrivals, ...next.arrivals] };
  }
  return step;
}

/** Makes news of what the frame brought, if it is held and wasn't news before. */
function arrive(state: InboxState, frame: Frame): Step {
  const arrival = newsIn(state, frame);
  if (arrival === null || state.toasted.has(arrival.item.id)) return { state, arrivals: [] };
  return { state: { ...state, toasted: remember(state.toasted, arrival.item.id) }, arrivals: [arrival] };
}

/** What came between two places of one epoch and is still unread, but for what has made its toast. */
function missedIn(state: InboxState, from: Cursor | null, to: Cursor | null): Missed | undefined {
  if (from === null || to === null || from.epoch !== to.epoch) return undefined;
  const unread = [...state.items.values()].filter((item) => item.readStatus === 'unread');
  const missed = unread.filter(
    ({ id, createdSeq }) => createdSeq > from.inbox && createdSeq <= to.inbox && !state.toasted.has(id),
  );
  if (missed.length === 0) return undefined;
  return { count: missed.length, orMore: state.heldFrom > from.inbox + 1 && unread.length < state.unread };
}

function newsIn(state: InboxState, { event, data }: Frame): Arrival | null {
  if (event === 'newNotification') {
    const item = state.items.get(data.id);
    return item ? { kind: 'notification', item } : null;
  }
  if (event === 'announcement') {
    const item = state.announcements.get(data.id);
    return item ? { kind: 'announcement', item } : null;
  }
  return null;
}
