import type { Cursor } from '@eventide/contracts';
import type { HeldInbox } from './held-inbox';
import { EMPTY_INBOX, type InboxState } from './inbox-state';

/** Raised with every change of the shape below: what an older or newer build has stored is then not read. */
const VERSION = 1;

/** What a browser keeps of a person's inbox. Items and cursor belong together: structured clone keeps all of it. */
export interface StoredInbox extends HeldInbox {
  readonly version: typeof VERSION;
  readonly cursor: Cursor;
  readonly unread: number;
  readonly toasted: ReadonlySet<string>;
}

/** The state as it is stored; null while it is between two pages, where items and counts don't fit each other yet. */
export function toStored(state: InboxState): StoredInbox | null {
  const { cursor, unread, toasted } = state;
  if (cursor === null || !state.ready || state.wantsPage) return null;
  const { items, removed, heldFrom, readUpTo, announcements, receipts, announcementsReadUpTo } = state;
  const held = { items, removed, heldFrom, readUpTo, announcements, receipts, announcementsReadUpTo };
  return { version: VERSION, cursor, unread, toasted, ...held };
}

/**
 * The state that was stored, to be continued by a delta; null for what another version of this has stored.
 * Whoever opens a page sees the count, so nothing that came before is told as missed: `told` begins anew.
 */
export function fromStored(stored: StoredInbox, generation: number): InboxState | null {
  const { version, ...kept } = stored;
  if (version !== VERSION) return null;
  return { ...EMPTY_INBOX, ...kept, ready: true, generation };
}
