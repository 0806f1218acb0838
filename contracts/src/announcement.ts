import type { Actor, ReadStatus, Severity } from './notification.js';

export type AnnouncementKind = 'announcement' | 'message' | 'flow';

/** An announcement as all share it; the frames of `all` carry exactly this. */
export interface AnnouncementContent {
  id: string;
  /** Place of its last change in the `all` stream. */
  seq: number;
  /** Place of its publication; never moves. */
  createdSeq: number;
  title: string;
  message: string;
  severity: Severity;
  link?: string;
  kind: AnnouncementKind;
  actor?: Actor;
  timestamp: string;
  publishAt?: string;
  expiresAt: string;
  editedAt?: string;
}

/** In pages and HTTP answers the caller's own status stands beside it. */
export interface Announcement extends AnnouncementContent {
  readStatus: ReadStatus;
}

export type AnnouncementChange<A extends AnnouncementContent = Announcement> =
  | { kind: 'updated'; announcement: A }
  | { kind: 'withdrawn'; id: string; seq: number; reason: 'withdrawn' | 'expired' };

/** `POST /api/announcements`. */
export interface AnnouncementRequest {
  title: string;
  message: string;
  severity?: Severity;
  link?: string;
  /** A past time means now. */
  publishAt?: string;
  /** Defaults to 30 days after publication. */
  expiresAt?: string;
}

/** `PATCH /api/announcements/:id`; `publishAt` only before publication, and a link of null takes the link away. */
export type AnnouncementPatch = Partial<Omit<AnnouncementRequest, 'link'>> & { link?: string | null };

export interface AnnouncementCreated {
  id: string;
  /** null until it is published. */
  seq: number | null;
}

export type AnnouncementState = 'scheduled' | 'running' | 'withdrawn' | 'expired';

/** `GET /api/announcements?status=all`, for administrators. */
export interface ManagedAnnouncement extends Omit<Announcement, 'seq' | 'createdSeq'> {
  seq: number | null;
  createdSeq: number | null;
  state: AnnouncementState;
}
