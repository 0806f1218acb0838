import { randomUUID } from 'node:crypto';
import type { Actor, AnnouncementKind, AnnouncementPatch, AnnouncementRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import type { StoredAnnouncement } from './stored-announcement.js';

const DEFAULT_LIFE_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * A new announcement without places: scheduled if its time is still to come, otherwise to be published at once.
 * @throws DomainError `invalid_request` when it would expire before anybody saw it
 */
export function draftAnnouncement(
  request: AnnouncementRequest,
  now: Date,
  { actor, kind = 'announcement' }: { actor?: Actor; kind?: AnnouncementKind } = {},
): StoredAnnouncement {
  const publishAt = request.publishAt === undefined ? now : new Date(request.publishAt);
  const scheduled = publishAt > now;
  const start = scheduled ? publishAt : now;
  const expiresAt = request.expiresAt === undefined ? defaultExpiry(start) : new Date(request.expiresAt);
  assertAfter(expiresAt, start);
  return {
    _id: randomUUID(),
    state: scheduled ? 'scheduled' : 'running',
    seq: null,
    createdSeq: null,
    title: request.title,
    message: request.message,
    severity: request.severity ?? 'info',
    ...(request.link !== undefined && { link: request.link }),
    kind,
    ...(actor && { actor }),
    timestamp: now,
    ...(scheduled && { publishAt }),
    expiresAt,
  };
}

/**
 * The fields that an edit sets; undefined is one that it takes away. A scheduled announcement may be moved; its expiry moves along while it is the default.
 * @throws DomainError `conflict` when it has ended, or is published and `publishAt` is named;
 *   `invalid_request` when it would expire before it is published or before now
 */
export function editAnnouncement(
  stored: StoredAnnouncement,
  patch: AnnouncementPatch,
  now: Date,
): Partial<StoredAnnouncement> {
  if (stored.state !== 'scheduled' && stored.state !== 'running') {
    throw new DomainError('conflict', 'The announcement has ended');
  }
  if (stored.state === 'running' && patch.publishAt !== undefined) {
    throw new DomainError('conflict', 'The announcement is published already');
  }
  const { publishAt: _, expiresAt: __, link, ...texts } = patch;
  const times = editedTimes(stored, patch);
  const start = times.publishAt ?? stored.publishAt;
  assertAfter(times.expiresAt ?? stored.expiresAt, start && start > now ? start : now);
  return { ...texts, ...(link !== undefined && { link: link ?? undefined }), ...times, editedAt: now };
}

function editedTimes(
  stored: StoredAnnouncement,
  patch: AnnouncementPatch,
): Pick<Partial<StoredAnnouncement>, 'publishAt' | 'expiresAt'> {
  const expiresAt = patch.expiresAt === undefined ? undefined : new Date(patch.expiresAt);
  if (patch.publishAt === undefined || !stored.publishAt) return expiresAt ? { expiresAt } : {};
  const publishAt = new Date(patch.publishAt);
  const isDefault = stored.expiresAt.getTime() === defaultExpiry(stored.publishAt).getTime();
  if (expiresAt) return { publishAt, expiresAt };
  return isDefault ? { publishAt, expiresAt: defaultExpiry(publishAt) } : { publishAt };
}

function defaultExpiry(start: Date): Date {
  return new Date(start.getTime() + DEFAULT_LIFE_MS);
}

function assertAfter(expiresAt: Date, start: Date): void {
  if (expiresAt > start) return;
  const errors = [{ field: 'expiresAt', problem: 'must be after the publication and in the future' }];
  throw new DomainError('invalid_request', 'Some fields are not valid.', { errors });
}
