import type { Announcement, Notification } from '@eventide/contracts';

/** What a list or a toast shows: a notification, or an announcement among them. */
export type Entry =
  | { readonly kind: 'notification'; readonly item: Notification }
  | { readonly kind: 'announcement'; readonly item: Announcement };

/**
 * Both lists, each newest first, as one. `complete`: the notifications reach back to the beginning; while they don't,
 * announcements older than the last of them are left out, so that loading more never puts anything above.
 */
export function mixEntries(
  notifications: readonly Notification[],
  announcements: readonly Announcement[],
  { complete }: { complete: boolean },
): Entry[] {
  const entries: Entry[] = [];
  const rest = announcements.map((item): Entry => ({ kind: 'announcement', item }));
  for (const item of notifications) {
    const newer = rest.findIndex((announcement) => announcement.item.timestamp <= item.timestamp);
    entries.push(...rest.splice(0, newer === -1 ? rest.length : newer), { kind: 'notification', item });
  }
  return complete ? [...entries, ...rest] : entries;
}
