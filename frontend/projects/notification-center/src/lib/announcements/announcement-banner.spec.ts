import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import {
  AnnouncementBannerHarness,
  FakeRealtimeClient,
  aReset,
  anAnnouncement,
  provideNotificationCenterTesting,
} from '@eventide/notification-center/testing';
import { AnnouncementBanner } from './announcement-banner';

describe(AnnouncementBanner.name, () => {
  let client: FakeRealtimeClient;
  let banner: AnnouncementBannerHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideNotificationCenterTesting()] });
    client = TestBed.inject(FakeRealtimeClient);
    client.answer('update', () => ({ seq: 9, unread: 0, notFound: [] }));
    const fixture = TestBed.createComponent(AnnouncementBanner);
    await fixture.whenStable();
    banner = await TestbedHarnessEnvironment.harnessForFixture(fixture, AnnouncementBannerHarness);
    client.become({ status: 'live' });
    const announcements = [1, 2, 3].map((seq) => anAnnouncement({ seq, readStatus: seq === 2 ? 'read' : 'unread' }));
    client.receive('sync', aReset({ announcements }));
  });

  it('shows the unread ones, one at a time, newest first', async () => {
    expect([await banner.title(), await banner.position()]).toEqual(['Announcement 3', '1 of 2']);
    await banner.next();
    expect([await banner.title(), await banner.position()]).toEqual(['Announcement 1', '2 of 2']);
    await banner.next();
    expect(await banner.title()).toBe('Announcement 3');
  });

  it('marks read what is dismissed, and goes when nothing is left', async () => {
    await banner.dismiss();
    expect([await banner.title(), await banner.position()]).toEqual(['Announcement 1', null]);
    await banner.dismiss();
    expect(await banner.title()).toBeNull();
    expect(client.sentAs('update')).toMatchObject([
      { op: 'announcementRead', ids: ['a3'] },
      { op: 'announcementRead', ids: ['a1'] },
    ]);
  });

  it('stays with the one that is being read when another comes', async () => {
    await banner.next();
    const { readStatus: _readStatus, ...content } = anAnnouncement({ seq: 4 });
    client.receive('announcement', { ...content, epoch: 'e1', prev: 3 });
    expect([await banner.title(), await banner.position()]).toEqual(['Announcement 1', '3 of 3']);
  });

  it('says of a notice what it is and whom it is from', async () => {
    const { readStatus: _readStatus, ...content } = anAnnouncement({
      seq: 4,
      kind: 'flow',
      title: 'Inventory',
      actor: { id: 'manager', name: 'Max Manager' },
    });
    client.receive('announcement', { ...content, seq: 4, epoch: 'e1', prev: 3 });
    expect([await banner.origin(), await banner.title()]).toEqual(['Flow from Max Manager', 'Inventory']);
    await banner.dismiss();
    expect([await banner.origin(), await banner.title()]).toEqual([null, 'Announcement 3']);
  });
});
