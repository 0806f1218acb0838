/** A JSON value that `JSON.stringify` and `JSON.parse` carry unchanged. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const SEVERITIES = ['info', 'success', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type ReadStatus = 'unread' | 'read';

/** Who caused it, as shown to the reader. */
export interface Actor {
  id: string;
  name: string;
}

/** Longest texts (UTF-16 units), largest `data` (UTF-8 bytes) and largest requests that are accepted. */
export const LIMITS = {
  type: 64,
  category: 64,
  title: 200,
  message: 2_000,
  link: 2_000,
  dataBytes: 4_096,
  userId: 128,
  actorName: 200,
  name: 200,
  recipients: 1_000,
  batchItems: 500,
  updateIds: 100,
  listItems: 100,
  key: 128,
  chatMessage: 1_000,
  bodyBytes: 256 * 1_024,
  frameBytes: 16 * 1_024,
  runningAnnouncements: 100,
  syncChanges: 300,
  syncBytes: 256 * 1_024,
  resetNotifications: 50,
} as const;

/** What a service says to one person. */
export interface Send {
  /** Dotted, most general part first: `task.assigned`. */
  type: string;
  title: string;
  message: string;
  /** Defaults to the part of `type` before the first dot. */
  category?: string;
  /** Defaults to `info`. */
  severity?: Severity;
  /** `https:` or a path of the host application that starts with one `/`. */
  link?: string;
  data?: JsonObject;
  actor?: Actor;
  /** ISO 8601. After it the notification is removed. */
  expiresAt?: string;
}

export interface Notification {
  id: string;
  userId: string;
  /** Place of its last change of its own. */
  seq: number;
  /** Place of its creation; the history is ordered by it and never moves. */
  createdSeq: number;
  type: string;
  category: string;
  severity: Severity;
  title: string;
  message: string;
  link?: string;
  data?: JsonObject;
  actor?: Actor;
  timestamp: string;
  /** When it was marked by itself; absent when a read-all covered it. */
  readAt?: string;
  expiresAt?: string;
  /** The effective status: stored mark or `seq` at or below `readUpTo`. */
  readStatus: ReadStatus;
}

/** One change of a person's `inbox` stream. */
export type Change =
  | { kind: 'updated'; notification: Notification }
  | { kind: 'removed'; id: string; seq: number; reason: 'removed' | 'expired' }
  | { kind: 'readAll'; readUpTo: number; announcementsUpTo?: number; seq: number }
  | { kind: 'announcementRead'; id: string; seq: number };

/** `POST /api/notifications`. */
export interface SendRequest extends Send {
  to: string | string[];
}

/** `POST /api/notifications/batch`. */
export interface SendBatchRequest {
  items: (Send & { to: string })[];
}

export interface SentItem {
  id: string;
  userId: string;
  seq: number;
}

export interface SendAnswer {
  items: SentItem[];
}

export const LIST_STATUSES = ['all', 'unread', 'read'] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

/** `GET /api/notifications`: one page of the history, newest first. */
export interface NotificationList {
  items: Notification[];
  /** The opaque `before` of the next page, or null at the end. */
  next: string | null;
  /** The inbox place that this answer holds for. */
  head: number;
  readUpTo: number;
}

/** `GET /api/notifications/unread-count`: exact, uncapped, at the places named. */
export interface UnreadCount {
  epoch: string;
  inbox: number;
  all: number;
  seq: number;
  allSeq: number;
}

/** `PATCH /api/notifications/:id`. */
export interface NotificationPatch {
  readStatus: ReadStatus;
}

/** `POST /api/notifications/read-all`. */
export interface ReadAllRequest {
  upTo: number;
  epoch?: string;
  announcementsUpTo?: number;
}

export interface ReadAllAnswer {
  seq: number;
  readUpTo: number;
  /** How many notifications turned from unread to read. */
  changed: number;
  unread: number;
}

export const UPDATE_OPS = ['read', 'unread', 'remove', 'readAll', 'announcementRead'] as const;
export type UpdateOp = (typeof UPDATE_OPS)[number];

/** The client's one command, by socket (`update`) or `POST /api/notifications/update`. */
export interface UpdateCommand {
  /** Printable ASCII; repeating it repeats the answer and changes nothing. */
  commandId: string;
  op: UpdateOp;
  ids?: string[];
  upTo?: number;
  epoch?: string;
  announcementsUpTo?: number;
}

export interface UpdateAnswer {
  /** The inbox place after the command. It moves no cursor. */
  seq: number;
  /** The exact inbox count at `seq`. */
  unread: number;
  /** Ids that are gone or somebody else's. */
  notFound: string[];
}
