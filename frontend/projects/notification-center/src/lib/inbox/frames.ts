import type {
  AnnouncementChanged,
  AnnouncementContent,
  AnnouncementPublished,
  Cursor,
  NewNotification,
  Notification,
  NotificationChanged,
} from '@eventide/contracts';

/** A frame of one of the two streams, with the name that it came under. */
export type Frame =
  | { readonly event: 'newNotification'; readonly data: NewNotification }
  | { readonly event: 'notificationChanged'; readonly data: NotificationChanged }
  | { readonly event: 'announcement'; readonly data: AnnouncementPublished }
  | { readonly event: 'announcementChanged'; readonly data: AnnouncementChanged };

/** True for a frame of the person's own stream, false for one of `all`. */
export function isInboxFrame({ event }: Frame): boolean {
  return event === 'newNotification' || event === 'notificationChanged';
}

/** The frame's place against the cursor: behind it, next to it, or beyond a hole (or in another epoch). */
export function placeOf(cursor: Cursor | null, frame: Frame): 'passed' | 'next' | 'beyond' {
  if (cursor?.epoch !== frame.data.epoch) return 'beyond';
  const at = isInboxFrame(frame) ? cursor.inbox : cursor.all;
  if (frame.data.seq <= at) return 'passed';
  return frame.data.prev <= at ? 'next' : 'beyond';
}

/** The frames with this one among them; a repeated one only once. */
export function hold(frames: readonly Frame[], frame: Frame): readonly Frame[] {
  const repeated = frames.some(
    ({ event, data }) => event === frame.event && data.seq === frame.data.seq && data.epoch === frame.data.epoch,
  );
  return repeated ? frames : [...frames, frame];
}

/** The notification that a frame carries flat. */
export function notificationOf(frame: NewNotification): Notification {
  return omit(frame, ['epoch', 'prev', 'unread']);
}

/** The announcement that a frame carries flat. */
export function announcementOf(frame: AnnouncementPublished): AnnouncementContent {
  return omit(frame, ['epoch', 'prev']);
}

function omit<T extends object, K extends keyof T & string>(from: T, keys: readonly K[]): Omit<T, K> {
  const kept = Object.entries(from).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(kept) as Omit<T, K>;
}
