import type { Announcement, AnnouncementKind } from '@eventide/contracts';
import type { IconName } from '../icon/icon';

export const KIND_NAMES: Record<AnnouncementKind, string> = {
  announcement: 'Announcement',
  message: 'Message',
  flow: 'Flow',
};

const ICONS: Record<AnnouncementKind, IconName> = { announcement: 'megaphone', message: 'comment', flow: 'flow' };

/** The sign of its kind, unless its severity asks for more attention. */
export function announcementIcon({ kind, severity }: Pick<Announcement, 'kind' | 'severity'>): IconName {
  return severity === 'info' ? ICONS[kind] : severity;
}
