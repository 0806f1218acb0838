import type { Cursor, PartialCursor, SyncPage } from '@eventide/contracts';
import { EMPTY_INBOX, applyPage, receiveFrame, type Frame, type InboxState, type Step } from './client-rule.js';

/** What a device does with what it gets. Controls break one of these at a time. */
export interface DeviceClient {
  readonly empty: InboxState;
  /** What it tells the server when it connects. */
  handshake(state: InboxState): PartialCursor;
  applyPage(state: InboxState, page: SyncPage): Step;
  receiveFrame(state: InboxState, frame: Frame): Step;
  /** Whether a delta was applied, and not set aside. */
  connects(cursor: Cursor | null, page: SyncPage): boolean;
}

/** The client that ships. */
export const SHIPPED_CLIENT: DeviceClient = {
  empty: EMPTY_INBOX,
  handshake: ({ cursor }) => cursor ?? {},
  applyPage: (state, page) => applyPage(state, page),
  receiveFrame: (state, frame) => receiveFrame(state, frame),
  connects: (cursor, page) => cursor?.epoch === page.epoch && page.from.inbox <= cursor.inbox && page.from.all <= cursor.all,
};
