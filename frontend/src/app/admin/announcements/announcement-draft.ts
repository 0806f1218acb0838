import type {
  AnnouncementPatch,
  AnnouncementRequest,
  BroadcastRequest,
  ManagedAnnouncement,
  Severity,
} from '@eventide/contracts';
import { EVERYBODY, audienceOf, type AudienceDraft } from '../bulk/audience-draft';

/** The form's content; times as `datetime-local` fields hold them, in the reader's time zone. */
export interface AnnouncementDraft {
  title: string;
  message: string;
  severity: Severity;
  link: string;
  /** Everyone sees an announcement; a selection of people each gets a notification. */
  reach: 'everyone' | 'selection';
  audience: AudienceDraft;
  start: 'now' | 'later';
  startsAt: string;
  endsAt: string;
}

export const EMPTY_DRAFT: AnnouncementDraft = {
  title: '',
  message: '',
  severity: 'info',
  link: '',
  reach: 'everyone',
  audience: EVERYBODY,
  start: 'now',
  startsAt: '',
  endsAt: '',
};

/** An existing announcement as the form shows it for editing. */
export function draftOf(item: ManagedAnnouncement): AnnouncementDraft {
  const scheduled = item.state === 'scheduled';
  return {
    title: item.title,
    message: item.message,
    severity: item.severity,
    link: item.link ?? '',
    reach: 'everyone',
    audience: EVERYBODY,
    start: scheduled ? 'later' : 'now',
    startsAt: scheduled && item.publishAt ? localField(item.publishAt) : '',
    endsAt: localField(item.expiresAt),
  };
}

/** What publishing this draft to everyone sends; what is left empty is left to the server's defaults. */
export function requestOf(draft: AnnouncementDraft): AnnouncementRequest {
  return {
    ...contentOf(draft),
    ...(draft.start === 'later' ? { publishAt: isoOf(draft.startsAt) } : {}),
    ...(draft.endsAt ? { expiresAt: isoOf(draft.endsAt) } : {}),
  };
}

/** What sending this draft to a selection of people sends. */
export function broadcastOf(draft: AnnouncementDraft): BroadcastRequest {
  return { audience: audienceOf(draft.audience), notification: { type: 'broadcast', ...contentOf(draft) } };
}

function contentOf({ title, message, severity, link }: AnnouncementDraft) {
  return {
    title: title.trim(),
    message: message.trim(),
    severity,
    ...(link.trim() ? { link: link.trim() } : {}),
  };
}

/**
 * Only what was changed. A start time can be moved before publication alone, and 'now' is then
 * the moment of the call.
 */
export function patchOf(item: ManagedAnnouncement, draft: AnnouncementDraft, now: Date): AnnouncementPatch {
  const before = draftOf(item);
  const patch: AnnouncementPatch = {};
  if (draft.title.trim() !== before.title) patch.title = draft.title.trim();
  if (draft.message.trim() !== before.message) patch.message = draft.message.trim();
  if (draft.severity !== before.severity) patch.severity = draft.severity;
  if (draft.link.trim() !== before.link) patch.link = draft.link.trim() || null;
  if (draft.endsAt !== before.endsAt && draft.endsAt) patch.expiresAt = isoOf(draft.endsAt);
  if (item.state !== 'scheduled') return patch;
  if (draft.start === 'now') patch.publishAt = now.toISOString();
  else if (draft.startsAt !== before.startsAt) patch.publishAt = isoOf(draft.startsAt);
  return patch;
}

/** 'YYYY-MM-DDTHH:MM' in the reader's time zone. */
export function localField(iso: string): string {
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The instant that a `datetime-local` field means, in UTC. */
export function isoOf(field: string): string {
  return new Date(field).toISOString();
}

/** 'Europe/Berlin (GMT+1)'. */
export function timeZoneName(at: Date, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZoneName: 'shortOffset' });
  const offset = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${format.resolvedOptions().timeZone} (${offset})`;
}
