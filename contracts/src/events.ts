import type { AnnouncementChange, AnnouncementContent } from './announcement.js';
import type { Closing, ErrorCode } from './errors.js';
import type { Change, Notification, UpdateAnswer, UpdateCommand } from './notification.js';
import type { Cursor, PartialCursor, SyncPage } from './sync.js';
import type { Signal } from './work.js';

/** The Socket.IO namespace; WebSocket is the only transport. */
export const NAMESPACE = '/notifications';

/** The place of a frame in its stream: it follows `prev`, and is applied when the cursor is at or past `prev`. */
export interface FramePlace {
  epoch: string;
  seq: number;
  prev: number;
}

export interface NewNotification extends Notification, FramePlace {
  seq: number;
  /** The exact inbox count at `seq`. */
  unread: number;
}

export interface NotificationChanged extends FramePlace {
  unread: number;
  changes: Change[];
}

export interface AnnouncementPublished extends AnnouncementContent, FramePlace {
  seq: number;
}

export interface AnnouncementChanged extends FramePlace {
  changes: AnnouncementChange<AnnouncementContent>[];
}

/** From the server: event name to payload. */
export interface ServerEvents {
  sync: SyncPage;
  newNotification: NewNotification;
  notificationChanged: NotificationChanged;
  announcement: AnnouncementPublished;
  announcementChanged: AnnouncementChanged;
  tokenExpiring: { expiresInMs: number };
  closing: Closing;
  messageToClient: { message: string; timestamp: string };
  signal: Signal;
}

export type ServerEvent = keyof ServerEvents;

/** From the client: event name to payload and to the data of its ack. */
export interface ClientEvents {
  sync: { payload: PartialCursor; data: SyncPage };
  update: { payload: UpdateCommand; data: UpdateAnswer };
  ack: { payload: { inbox: number; all: number }; data: Record<string, never> };
  refreshToken: { payload: { token: string }; data: { expiresInMs: number } };
  messageToServer: { payload: string; data: { echo: string } };
}

export type ClientEvent = keyof ClientEvents;

export interface AckError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
}

/** How every event from a client is answered, always. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: AckError };

/** The same maps as Socket.IO's type parameters want them. */
export type ServerToClientEvents = { [E in ServerEvent]: (payload: ServerEvents[E]) => void };
export type ClientToServerEvents = {
  [E in ClientEvent]: (
    payload: ClientEvents[E]['payload'],
    ack: (answer: Ack<ClientEvents[E]['data']>) => void,
  ) => void;
};

/** `auth` of the handshake. Without a whole cursor the first page is a reset. */
export interface HandshakeAuth extends Partial<Cursor> {
  token: string;
}

/** Names at run time, for those who register handlers; complete by type. */
export const SERVER_EVENTS = Object.keys({
  sync: true,
  newNotification: true,
  notificationChanged: true,
  announcement: true,
  announcementChanged: true,
  tokenExpiring: true,
  closing: true,
  messageToClient: true,
  signal: true,
} satisfies Record<ServerEvent, true>) as ServerEvent[];

export const CLIENT_EVENTS = Object.keys({
  sync: true,
  update: true,
  ack: true,
  refreshToken: true,
  messageToServer: true,
} satisfies Record<ClientEvent, true>) as ClientEvent[];
