import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { Notification, NotificationList } from '@eventide/contracts';
import {
  FakeRealtimeClient,
  NotificationHistoryHarness,
  aNewNotification,
  aNotification,
  aReset,
  anAnnouncement,
  provideNotificationCenterTesting,
} from '@eventide/notification-center/testing';
import { InboxApi, type ListQuery } from '../inbox/inbox-api';
import { RequestError } from '../realtime/request-error';
import { NotificationCenter } from '../inbox/inbox-store';
import { NotificationHistory } from './notification-history';

describe(NotificationHistory.name, () => {
  let client: FakeRealtimeClient;
  let history: NotificationHistoryHarness;
  let reachable: boolean;
  let fixture: ComponentFixture<NotificationHistory>;

  const stored = [5, 4, 3, 2, 1].map((seq) => aNotification({ seq, readStatus: seq % 2 === 0 ? 'read' : 'unread' }));

  /** Two at a time; `next` is the index of the following one. */
  async function list({ status, before }: ListQuery): Promise<NotificationList> {
    if (!reachable) throw RequestError.unanswered();
    const all = stored.filter((item: Notification) => status === 'all' || item.readStatus === status);
    const from = Number(before ?? 0);
    const next = from + 2 < all.length ? String(from + 2) : null;
    return { items: all.slice(from, from + 2), next, head: 5, readUpTo: 0 };
  }

  beforeEach(async () => {
    reachable = true;
    TestBed.configureTestingModule({
      providers: [provideNotificationCenterTesting(), { provide: InboxApi, useValue: { list } }],
    });
    client = TestBed.inject(FakeRealtimeClient);
    client.answer('update', () => ({ seq: 6, unread: 0, notFound: [] }));
    fixture = TestBed.createComponent(NotificationHistory);
    await fixture.whenStable();
    history = await TestbedHarnessEnvironment.harnessForFixture(fixture, NotificationHistoryHarness);
    client.become({ status: 'live' });
  });

  const start = (): void => client.receive('sync', aReset({ notifications: stored.slice(0, 1) }));

  it('pages back to the beginning', async () => {
    start();
    expect(await history.titles()).toEqual(['Notification 5', 'Notification 4']);
    await history.more();
    await history.more();
    expect(await history.titles()).toHaveLength(5);
    expect(await history.more()).toBe(false);
  });

  it('filters the unread ones, announcements among them', async () => {
    const announcements = [anAnnouncement({ title: 'To all' })];
    client.receive('sync', aReset({ notifications: stored.slice(0, 1), announcements }));
    await history.show('Unread');
    await history.more();
    expect(await history.titles()).toEqual(['Notification 5', 'Notification 3', 'Notification 1', 'To all']);
    const [first] = await history.entries();
    await first?.markRead();
    expect(await history.titles()).not.toContain('Notification 5');
  });

  it('shows what arrives while it is open', async () => {
    start();
    client.receive('newNotification', aNewNotification({ seq: 6 }));
    expect((await history.titles())[0]).toBe('Notification 6');
  });

  it('keeps what it has paged while much arrives, and lets it go when it is left', async () => {
    start();
    await history.more();
    await history.more();
    for (let seq = 6; seq <= 600; seq += 1) client.receive('newNotification', aNewNotification({ seq }));
    expect((await history.titles()).at(-1)).toBe('Notification 1');
    fixture.destroy();
    client.receive('newNotification', aNewNotification({ seq: 601 }));
    expect(TestBed.inject(NotificationCenter).notifications()).toHaveLength(500);
  });

  it('says that there is nothing', async () => {
    client.receive('sync', aReset({}));
    expect(await history.text()).toContain('No notifications yet');
  });

  it('says that a page could not be loaded, and tries again on demand', async () => {
    reachable = false;
    start();
    expect(await history.text()).toContain('could not be loaded');
    reachable = true;
    await history.more();
    expect(await history.titles()).toEqual(['Notification 5', 'Notification 4']);
  });
});
