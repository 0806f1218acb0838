import type { Announcement, Notification, UpdateCommand } from '@eventide/contracts';
import { countUnreadAnnouncements, markRead } from './held-inbox';
import type { InboxState } from './inbox-state';

/** A command that is already shown, while its effect hasn't come back from the server yet. */
export interface PendingCommand {
  readonly command: UpdateCommand;
  /** The inbox place by which the effect is in the stream; known once the server has answered. */
  readonly settledAt?: number;
}

/** What is on screen: the held state as it will be when the pending commands are through. */
export interface InboxView {
  readonly items: ReadonlyMap<string, Notification>;
  readonly announcements: ReadonlyMap<string, Announcement>;
  readonly unreadInbox: number;
  readonly unreadAnnouncements: number;
}

/**
 * Lays the pending commands over the state. The count is the server's, corrected by what these commands will change:
 * as soon as the state itself shows an effect, the same command corrects nothing any more.
 */
export function showPending(state: InboxState, pending: readonly PendingCommand[]): InboxView {
  const start = { items: state.items, announcements: state.announcements, unreadInbox: state.unread };
  const view = pending.reduce((shown, { command }) => show(shown, command), start);
  return { ...view, unreadAnnouncements: countUnreadAnnouncements(view.announcements.values()) };
}

/** The commands whose effect the state doesn't show yet. */
export function stillPending(state: InboxState, pending: readonly PendingCommand[]): readonly PendingCommand[] {
  const place = state.cursor?.inbox ?? 0;
  const rest = pending.filter(({ settledAt }) => settledAt === undefined || settledAt > place);
  return rest.length === pending.length ? pending : rest;
}

type Items = ReadonlyMap<string, Notification>;
type Shown = Omit<InboxView, 'unreadAnnouncements'>;

function show(shown: Shown, command: UpdateCommand): Shown {
  const ids = new Set(command.ids);
  switch (command.op) {
    case 'read':
      return withItems(shown, markRead(shown.items, (item) => ids.has(item.id)));
    case 'unread':
      return withItems(shown, markUnread(shown.items, ids));
    case 'remove':
      return withItems(shown, new Map([...shown.items].filter(([id]) => !ids.has(id))));
    case 'announcementRead':
      return { ...shown, announcements: markRead(shown.announcements, (item) => ids.has(item.id)) };
    case 'readAll':
      return showReadAll(shown, command.upTo ?? 0, command.announcementsUpTo ?? 0);
  }
}

function showReadAll(shown: Shown, upTo: number, announcementsUpTo: number): Shown {
  const items = markRead(shown.items, (item) => item.seq <= upTo);
  return {
    items,
    announcements: markRead(shown.announcements, (item) => item.createdSeq <= announcementsUpTo),
    // What came after the mark came as a frame, so all of it is held and can be counted here.
    unreadInbox: countUnread(items),
  };
}

function withItems(shown: Shown, items: Items): Shown {
  const difference = countUnread(items) - countUnread(shown.items);
  return { ...shown, items, unreadInbox: Math.max(0, shown.unreadInbox + difference) };
}

function markUnread(items: Items, ids: ReadonlySet<string>): Items {
  const marked = new Map(items);
  for (const id of ids) {
    const item = items.get(id);
    if (item) marked.set(id, { ...item, readStatus: 'unread' });
  }
  return marked;
}

function countUnread(items: Items): number {
  let count = 0;
  for (const { readStatus } of items.values()) if (readStatus === 'unread') count += 1;
  return count;
}
