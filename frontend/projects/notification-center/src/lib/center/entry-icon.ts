import { announcementIcon } from '../announcements/announcement-kind';
import type { IconName } from '../icon/icon';
import type { Entry } from '../inbox/entry';

/** The sign of an entry: how grave it is, or what kind of announcement. */
export function entryIcon({ kind, item }: Entry): IconName {
  return kind === 'announcement' ? announcementIcon(item) : item.severity;
}
