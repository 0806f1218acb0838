/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { anAnnouncement, aNotification } from '../../../testing/builders';
import { mixEntries } from './entry';

describe(mixEntries.name, () => {
  const notifications = [
    aNotification({ id: 'n2', timestamp: '2026-05-02T00:00:00.000Z' }),
    aNotification({ id: 'n1', timestamp: '2026-05-01T00:00:00.000Z' }),
  ];
  const announcements = [
    anAnnouncement({ id: 'a3', timestamp: '2026-05-03T00:00:00.000Z' }),
    anAnnouncement({ id: 'a0', timestamp: '2026-04-01T00:00:00.000Z' }),
  ];
  const ids = (complete: boolean): string[] =>
    mixEntries(notifications, announcements, { complete }).map(({ item }) => item.id);

  it('puts announcements where their time is', () => {
    expect(ids(true)).toEqual(['a3', 'n2', 'n1', 'a0']);
  });

  it('leaves out what lies beyond the last notification loaded so far', () => {
    expect(ids(false)).toEqual(['a3', 'n2', 'n1']);
  });
});
