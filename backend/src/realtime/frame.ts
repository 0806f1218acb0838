import type { ServerEvent, ServerEvents } from '@eventide/contracts';

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

/** Something without a place for one person, such as a chat message. */
export type Message = {
  [E in 'messageToClient']: { userId: string; event: E; payload: ServerEvents[E] };
}['messageToClient'];

const STREAM_OF = {
  newNotification: 'inbox',
  notificationChanged: 'inbox',
  announcement: 'all',
  announcementChanged: 'all',
} as const satisfies Record<Frame['event'], Frame['stream']>;

/** Tells the numbered events from the others. */
export function isFrameEvent(event: ServerEvent): event is Frame['event'] {
  return event in STREAM_OF;
}

/** The stream that a numbered event belongs to. */
export function streamOf(event: Frame['event']): Frame['stream'] {
  return STREAM_OF[event];
}
