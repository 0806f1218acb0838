/** The client's rule and its way of coming back, as they ship in the Angular library. */
export { EMPTY_INBOX, applyPage, receiveFrame, type InboxState, type Step } from '../frontend/projects/notification-center/src/lib/inbox/inbox-state.js';
export { countUnreadAnnouncements } from '../frontend/projects/notification-center/src/lib/inbox/held-inbox.js';
export type { Frame } from '../frontend/projects/notification-center/src/lib/inbox/frames.js';
export { PROVEN_AFTER_MS, nextStep, type ConnectionEnd } from '../frontend/projects/notification-center/src/lib/realtime/connection-status.js';
