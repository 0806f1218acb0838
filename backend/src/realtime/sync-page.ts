import {
  isEpoch,
  isPlace,
  LIMITS,
  type AnnouncementChange,
  type Change,
  type Cursor,
  type PartialCursor,
  type SyncPage,
} from '@eventide/contracts';
import type { StreamSource, StreamView } from './stream-source.js';

/** What a page is made from: one source per stream. */
export interface StreamSources {
  inbox: StreamSource<Change>;
  all: StreamSource<AnnouncementChange>;
}

/** Room for the fields of a page beside its changes. */
const ENVELOPE_BYTES = 1_024;

/** A part of one stream: its changes and the place that they lead to. */
interface Stretch<C> {
  changes: C[];
  place: number;
}

/**
 * The page that brings a client from `cursor` to the moment of `view`: a delta where the cursor allows one, otherwise
 * the state as a reset. Holds at most 300 changes or 256 KiB of both streams together; `more` says that it ended early.
 */
export async function assemblePage(view: StreamView, cursor: PartialCursor, sources: StreamSources): Promise<SyncPage> {
  const from = servable(cursor, view);
  return from ? deltaPage(view, from, sources) : resetPage(view, sources);
}

/** The cursor if a delta can be served from it: whole, of this epoch, neither ahead of a head nor below a floor. */
function servable(cursor: PartialCursor, { inbox, all }: StreamView): Cursor | null {
  if (!isEpoch(cursor.epoch) || !isPlace(cursor.inbox) || !isPlace(cursor.all)) return null;
  if (cursor.epoch !== all.epoch) return null;
  if (cursor.inbox > inbox.seq || cursor.inbox < inbox.floor) return null;
  if (cursor.all > all.seq || cursor.all < all.floor) return null;
  return { epoch: cursor.epoch, inbox: cursor.inbox, all: cursor.all };
}

async function deltaPage(view: StreamView, from: Cursor, sources: StreamSources): Promise<SyncPage> {
  const budget = new Budget();
  // Announcements first: they are few, and a long inbox must not keep them back.
  const all = await stretch(sources.all, view, from.all, view.all.seq, budget);
  const inbox = await stretch(sources.inbox, view, from.inbox, view.inbox.seq, budget);
  return {
    mode: 'delta',
    epoch: view.all.epoch,
    from: { inbox: from.inbox, all: from.all },
    inbox: inbox.place,
    all: all.place,
    readUpTo: view.inbox.readUpTo,
    unread: await unread(view, sources),
    changes: inbox.changes,
    announcements: all.changes,
    more: inbox.place < view.inbox.seq || all.place < view.all.seq,
  };
}

async function resetPage(view: StreamView, sources: StreamSources): Promise<SyncPage> {
  return {
    mode: 'reset',
    epoch: view.all.epoch,
    from: { inbox: 0, all: 0 },
    inbox: view.inbox.seq,
    all: view.all.seq,
    readUpTo: view.inbox.readUpTo,
    unread: await unread(view, sources),
    changes: await sources.inbox.reset(view),
    announcements: await sources.all.reset(view),
    more: false,
  };
}

async function unread(view: StreamView, sources: StreamSources): Promise<SyncPage['unread']> {
  return { inbox: await sources.inbox.unread(view), all: await sources.all.unread(view) };
}

/** Changes after a place as far as the budget goes. A current place costs no read. */
async function stretch<C extends Change | AnnouncementChange>(
  source: StreamSource<C>,
  view: StreamView,
  after: number,
  head: number,
  budget: Budget,
): Promise<Stretch<C>> {
  if (after === head) return { changes: [], place: head };
  if (budget.changes === 0) return { changes: [], place: after };
  const found = await source.delta(view, after, budget.changes + 1);
  const changes: C[] = [];
  for (const change of found) {
    if (!budget.take(change)) return { changes, place: changes.length > 0 ? placeOf(changes.at(-1)!) : after };
    changes.push(change);
  }
  return { changes, place: head };
}

/** The place of a change in its stream. */
export function placeOf(change: Change | AnnouncementChange): number {
  if (change.kind !== 'updated') return change.seq;
  return 'notification' in change ? change.notification.seq : change.announcement.seq;
}

/** What is left of a page's limits. */
class Budget {
  changes: number = LIMITS.syncChanges;
  #bytes: number = LIMITS.syncBytes - ENVELOPE_BYTES;

  /** Books a change; false, and nothing booked, when it does not fit. */
  take(change: Change | AnnouncementChange): boolean {
    const bytes = Buffer.byteLength(JSON.stringify(change)) + 1;
    if (this.changes === 0 || bytes > this.#bytes) return false;
    this.changes -= 1;
    this.#bytes -= bytes;
    return true;
  }
}
