import type { AnnouncementChange } from './announcement.js';
import type { Change } from './notification.js';

/** A place in each stream, of one life of the database. */
export interface Cursor {
  epoch: string;
  inbox: number;
  all: number;
}

/** What a client that holds nothing, or no longer knows what, sends. */
export type PartialCursor = Partial<Cursor>;

export interface SyncPage {
  /** `reset`: forget what you hold, this is the state. */
  mode: 'delta' | 'reset';
  epoch: string;
  /** Where the page starts; zeros in a reset. */
  from: { inbox: number; all: number };
  /** The cursor after it. */
  inbox: number;
  all: number;
  readUpTo: number;
  /** Exact at this cursor; valid when `more` is false. */
  unread: { inbox: number; all: number };
  /** By state and sorted by `seq`: places superseded later are missing. */
  changes: Change[];
  announcements: AnnouncementChange[];
  /** Ask again with the new cursor; always false in a reset. */
  more: boolean;
}

const EPOCH = /^[A-Za-z0-9_-]{1,64}$/;
const PLACE = /^(0|[1-9]\d{0,15})$/;

/** True for what may name a life of the database. */
export function isEpoch(value: unknown): value is string {
  return typeof value === 'string' && EPOCH.test(value);
}

/** True for a whole number from 0 up that JavaScript holds exactly. */
export function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The `id:` of a frame of a stream: `epoch;inbox;all`. */
export function writeCursor(cursor: Cursor): string {
  return `${cursor.epoch};${cursor.inbox};${cursor.all}`;
}

/** Reads `epoch;inbox;all`; null when it can't be read. */
export function readCursor(text: string): Cursor | null {
  const [epoch, inbox, all, ...rest] = text.split(';');
  if (rest.length > 0 || !isEpoch(epoch)) return null;
  if (!inbox || !all || !PLACE.test(inbox) || !PLACE.test(all)) return null;
  const cursor = { epoch, inbox: Number(inbox), all: Number(all) };
  return isPlace(cursor.inbox) && isPlace(cursor.all) ? cursor : null;
}
