import type { ServerEvents } from '@eventide/contracts';

type InboxEvent = 'newNotification' | 'notificationChanged';
type AllEvent = 'announcement' | 'announcementChanged';

/** A committed change on its way to one person's connections. */
export type InboxFrame = {
  [E in InboxEvent]: { stream: 'inbox'; userId: string; event: E; payload: ServerEvents[E] };
}[InboxEvent];

/** A committed change on its way to every connection. */
export type AllFrame = {
  [E in AllEvent]: { stream: 'all'; event: E; payload: ServerEvents[E] };
}[AllEvent];

/**
 * A hint that a numbered change was committed. It carries enough (`epoch`, `prev`, `seq`, `unread`) for whoever
 * gets it to see that an earlier one is missing; losing it costs time, never a change.
 */
export type Frame = InboxFrame | AllFrame;
