import type { AnnouncementChange, AnnouncementContent } from '@eventide/contracts';
import type { AllFrame } from '../realtime/frame.js';
import type { AllPlace } from './announcements.store.js';
import { toContent, type PublishedAnnouncement } from './stored-announcement.js';

/** Tells everybody of a publication. */
export function publishedFrame(stored: PublishedAnnouncement, { epoch, prev }: AllPlace): AllFrame {
  return { stream: 'all', event: 'announcement', payload: { ...toContent(stored), epoch, prev } };
}

/** Tells everybody of an edit. */
export function editedFrame(stored: PublishedAnnouncement, place: AllPlace): AllFrame {
  return changedFrame({ kind: 'updated', announcement: toContent(stored) }, place);
}

/** Tells everybody that one has ended. */
export function endedFrame(id: string, reason: 'withdrawn' | 'expired', place: AllPlace): AllFrame {
  return changedFrame({ kind: 'withdrawn', id, seq: place.seq, reason }, place);
}

function changedFrame(change: AnnouncementChange<AnnouncementContent>, place: AllPlace): AllFrame {
  return { stream: 'all', event: 'announcementChanged', payload: { ...place, changes: [change] } };
}
