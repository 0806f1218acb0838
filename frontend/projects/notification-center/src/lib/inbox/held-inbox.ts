import type {
  Announcement,
  AnnouncementChange,
  AnnouncementContent,
  Change,
  Notification,
} from '@eventide/contracts';
import { remember } from './remembered-ids';

/** What is held of both streams. Plain data, never changed in place. */
export interface HeldInbox {
  readonly items: ReadonlyMap<string, Notification>;
  /** Ids that are gone, of both streams: a late page or list must not bring them back. */
  readonly removed: ReadonlySet<string>;
  /** Everything of the inbox with a `createdSeq` from here up is held; below it, only some may be. */
  readonly heldFrom: number;
  readonly readUpTo: number;
  readonly announcements: ReadonlyMap<string, Announcement>;
  /** Announcements read by id, which may be heard of before the announcement itself: the streams are independent. */
  readonly receipts: ReadonlySet<string>;
  /** Announcements published up to here are read. */
  readonly announcementsReadUpTo: number;
}

export const NOTHING_HELD: HeldInbox = {
  items: new Map(),
  removed: new Set(),
  heldFrom: 0,
  readUpTo: 0,
  announcements: new Map(),
  receipts: new Set(),
  announcementsReadUpTo: 0,
};

/** Applies a change of the inbox; null when its `kind` is unknown, so that what is held can't be trusted any more. */
export function applyChange(held: HeldInbox, change: Change): HeldInbox | null {
  switch (change.kind) {
    case 'updated':
      return putNotification(held, change.notification);
    case 'removed':
      return removeNotification(held, change.id);
    case 'readAll':
      return readAll(held, change.readUpTo, change.announcementsUpTo);
    case 'announcementRead':
      return readAnnouncement(held, change.id);
    default:
      return unknownKind(change);
  }
}

/** Applies a change of the `all` stream; null when its `kind` is unknown. */
export function applyAnnouncementChange(
  held: HeldInbox,
  change: AnnouncementChange<AnnouncementContent | Announcement>,
): HeldInbox | null {
  switch (change.kind) {
    case 'updated':
      return putAnnouncement(held, change.announcement);
    case 'withdrawn':
      return {
        ...held,
        announcements: without(held.announcements, change.id),
        removed: remember(held.removed, change.id),
      };
    default:
      return unknownKind(change);
  }
}

/** Holds the notification, unless it is gone or held in a later state. */
export function putNotification(held: HeldInbox, notification: Notification): HeldInbox {
  const before = held.items.get(notification.id);
  if (held.removed.has(notification.id) || (before && before.seq > notification.seq)) return held;
  // Under the same `seq` only a read-all can have happened, and nothing takes it back.
  const read =
    notification.readStatus === 'read' ||
    notification.seq <= held.readUpTo ||
    (before?.seq === notification.seq && before.readStatus === 'read');
  const item: Notification = { ...notification, readStatus: read ? 'read' : 'unread' };
  return { ...held, items: new Map(held.items).set(item.id, item) };
}

/** Holds the announcement, unless it is held in a later state. A frame carries no status; what is read stays read. */
export function putAnnouncement(held: HeldInbox, content: AnnouncementContent | Announcement): HeldInbox {
  const before = held.announcements.get(content.id);
  if (held.removed.has(content.id) || (before && before.seq > content.seq)) return held;
  const read =
    ('readStatus' in content && content.readStatus === 'read') ||
    before?.readStatus === 'read' ||
    held.receipts.has(content.id) ||
    content.createdSeq <= held.announcementsReadUpTo;
  const announcement: Announcement = { ...content, readStatus: read ? 'read' : 'unread' };
  return { ...held, announcements: new Map(held.announcements).set(content.id, announcement) };
}

/** How many of the running announcements are unread: they are all held, so this needs no server. */
export function countUnreadAnnouncements(announcements: Iterable<Announcement>): number {
  let count = 0;
  for (const { readStatus } of announcements) if (readStatus === 'unread') count += 1;
  return count;
}

function removeNotification(held: HeldInbox, id: string): HeldInbox {
  return { ...held, items: without(held.items, id), removed: remember(held.removed, id) };
}

/** Raises the marks: what lies at or below them is read, also what is heard of later. */
export function readAll(held: HeldInbox, readUpTo: number, announcementsUpTo = 0): HeldInbox {
  const mark = Math.max(held.readUpTo, readUpTo);
  const announcementsMark = Math.max(held.announcementsReadUpTo, announcementsUpTo);
  return {
    ...held,
    readUpTo: mark,
    announcementsReadUpTo: announcementsMark,
    items: markRead(held.items, (item) => item.seq <= mark),
    announcements: markRead(held.announcements, (item) => item.createdSeq <= announcementsMark),
  };
}

function readAnnouncement(held: HeldInbox, id: string): HeldInbox {
  return {
    ...held,
    receipts: remember(held.receipts, id),
    announcements: markRead(held.announcements, (item) => item.id === id),
  };
}

/**
 * Lets go of the oldest notifications beyond the newest `most`, but of none with a `createdSeq` from `keepFrom` up.
 * One that is let go and changes later is held again, below `heldFrom`, where nothing claims to be complete.
 */
export function trim<T extends HeldInbox>(held: T, most: number, keepFrom: number): T {
  if (held.items.size <= most) return held;
  const places = [...held.items.values()].map(({ createdSeq }) => createdSeq).sort((one, other) => other - one);
  const from = Math.min(places[most - 1] ?? 0, keepFrom);
  if (from <= (places.at(-1) ?? 0)) return held;
  const items = new Map([...held.items].filter(([, { createdSeq }]) => createdSeq >= from));
  return { ...held, items, heldFrom: Math.max(held.heldFrom, from) };
}

/** The same entries, with those that `covers` names marked read. */
export function markRead<T extends Notification | Announcement>(
  entries: ReadonlyMap<string, T>,
  covers: (entry: T) => boolean,
): ReadonlyMap<string, T> {
  const marked = new Map(entries);
  for (const [id, entry] of entries) {
    if (entry.readStatus === 'unread' && covers(entry)) marked.set(id, { ...entry, readStatus: 'read' });
  }
  return marked;
}

function without<T>(entries: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  const rest = new Map(entries);
  rest.delete(id);
  return rest;
}

/** The compiler sees that every kind of this contract is handled; a newer server may send others. */
function unknownKind(_change: never): null {
  return null;
}
