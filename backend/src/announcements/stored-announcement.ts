import type {
  Actor,
  Announcement,
  AnnouncementContent,
  AnnouncementKind,
  AnnouncementState,
  ManagedAnnouncement,
  ReadStatus,
  Severity,
} from '@eventide/contracts';

/** An announcement as it is stored: one document, whoever has read it. */
export interface StoredAnnouncement {
  _id: string;
  state: AnnouncementState;
  /** Both null until it is published. */
  seq: number | null;
  createdSeq: number | null;
  title: string;
  message: string;
  severity: Severity;
  link?: string;
  kind: AnnouncementKind;
  actor?: Actor;
  /** When it was published; until then, when it was written. */
  timestamp: Date;
  publishAt?: Date;
  expiresAt: Date;
  editedAt?: Date;
  /** When it was withdrawn or expired. */
  endedAt?: Date;
}

/** One that has taken its places. */
export type PublishedAnnouncement = StoredAnnouncement & { seq: number; createdSeq: number };

export function isPublished(stored: StoredAnnouncement): stored is PublishedAnnouncement {
  return stored.seq !== null && stored.createdSeq !== null;
}

/** What all readers share of a published announcement. */
export function toContent(stored: PublishedAnnouncement): AnnouncementContent {
  return { id: stored._id, seq: stored.seq, createdSeq: stored.createdSeq, ...shown(stored) };
}

/** A published announcement for one reader. */
export function toAnnouncement(stored: PublishedAnnouncement, readStatus: ReadStatus): Announcement {
  return { ...toContent(stored), readStatus };
}

/** An announcement of any state for the administrator who asks. */
export function toManaged(stored: StoredAnnouncement, readStatus: ReadStatus): ManagedAnnouncement {
  const { _id: id, seq, createdSeq, state } = stored;
  return { id, seq, createdSeq, ...shown(stored), readStatus, state };
}

function shown(stored: StoredAnnouncement): Omit<AnnouncementContent, 'id' | 'seq' | 'createdSeq'> {
  return {
    title: stored.title,
    message: stored.message,
    severity: stored.severity,
    ...(stored.link !== undefined && { link: stored.link }),
    kind: stored.kind,
    ...(stored.actor && { actor: stored.actor }),
    timestamp: stored.timestamp.toISOString(),
    ...(stored.publishAt && { publishAt: stored.publishAt.toISOString() }),
    expiresAt: stored.expiresAt.toISOString(),
    ...(stored.editedAt && { editedAt: stored.editedAt.toISOString() }),
  };
}
