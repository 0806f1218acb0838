import type { Announcement, NewNotification, Notification, SyncPage } from '@eventide/contracts';

/** A notification of which only the fields given matter. */
export function aNotification(fields: Partial<Notification> = {}): Notification {
  const seq = fields.seq ?? 1;
  return {
    id: `n${seq}`,
    userId: 'user1',
    seq,
    createdSeq: seq,
    type: 'task.assigned',
    category: 'task',
    severity: 'info',
    title: `Notification ${seq}`,
    message: 'Something happened',
    timestamp: '2026-05-20T12:00:00.000Z',
    readStatus: 'unread',
    ...fields,
  };
}

/** An announcement of which only the fields given matter. */
export function anAnnouncement(fields: Partial<Announcement> = {}): Announcement {
  const seq = fields.seq ?? 1;
  return {
    id: `a${seq}`,
    seq,
    createdSeq: seq,
    kind: 'announcement',
    severity: 'info',
    title: `Announcement ${seq}`,
    message: 'To everybody',
    timestamp: '2026-05-20T12:00:00.000Z',
    expiresAt: '2026-06-20T12:00:00.000Z',
    readStatus: 'unread',
    ...fields,
  };
}

/** The frame that brings a notification right after the one before it. */
export function aNewNotification(fields: Partial<NewNotification> = {}): NewNotification {
  const notification = aNotification(fields);
  return { epoch: 'e1', prev: notification.seq - 1, unread: 1, ...notification, ...fields };
}

/** A reset page that holds these, with counts that fit them. */
export function aReset(fields: {
  notifications?: Notification[];
  announcements?: Announcement[];
  inbox?: number;
  all?: number;
  epoch?: string;
  unread?: number;
}): SyncPage {
  const { notifications = [], announcements = [], epoch = 'e1' } = fields;
  const unreadOf = (items: (Notification | Announcement)[]): number =>
    items.filter(({ readStatus }) => readStatus === 'unread').length;
  return {
    mode: 'reset',
    epoch,
    from: { inbox: 0, all: 0 },
    inbox: fields.inbox ?? Math.max(0, ...notifications.map(({ seq }) => seq)),
    all: fields.all ?? Math.max(0, ...announcements.map(({ seq }) => seq)),
    readUpTo: 0,
    unread: { inbox: fields.unread ?? unreadOf(notifications), all: unreadOf(announcements) },
    changes: notifications.map((notification) => ({ kind: 'updated', notification })),
    announcements: announcements.map((announcement) => ({ kind: 'updated', announcement })),
    more: false,
  };
}
