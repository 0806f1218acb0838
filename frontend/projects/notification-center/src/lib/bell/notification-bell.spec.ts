import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { UpdateCommand } from '@eventide/contracts';
import {
  FakeRealtimeClient,
  NotificationBellHarness,
  aNewNotification,
  aNotification,
  aReset,
  anAnnouncement,
  provideNotificationCenterTesting,
} from '@eventide/notification-center/testing';
import { InboxApi } from '../inbox/inbox-api';
import { NotificationCenter } from '../inbox/inbox-store';
import { NotificationBell } from './notification-bell';

describe(NotificationBell.name, () => {
  let client: FakeRealtimeClient;
  let bell: NotificationBellHarness;
  let fixture: ComponentFixture<NotificationBell>;
  let opened: string[];
  let posted: UpdateCommand[];

  const notifications = Array.from({ length: 9 }, (_, index) =>
    aNotification({
      seq: index + 1,
      readStatus: index < 7 ? 'read' : 'unread',
      link: index === 8 ? '/tasks' : undefined,
    }),
  );

  beforeEach(async () => {
    opened = [];
    posted = [];
    const update = (command: UpdateCommand): Promise<void> => Promise.resolve(void posted.push(command));
    TestBed.configureTestingModule({
      providers: [
        provideNotificationCenterTesting({ openLink: (link) => opened.push(link) }),
        { provide: InboxApi, useValue: { update } },
      ],
    });
    client = TestBed.inject(FakeRealtimeClient);
    client.answer('update', () => ({ seq: 10, unread: 0, notFound: [] }));
    fixture = TestBed.createComponent(NotificationBell);
    await fixture.whenStable();
    bell = await TestbedHarnessEnvironment.harnessForFixture(fixture, NotificationBellHarness);
    client.become({ status: 'live' });
  });

  function hold(fields: Parameters<typeof aReset>[0]): void {
    client.receive('sync', aReset(fields));
  }

  it('says the exact count, and shows at most 999+', async () => {
    expect([await bell.label(), await bell.badge()]).toEqual(['Notifications, none unread', null]);
    hold({ notifications, announcements: [anAnnouncement()] });
    expect([await bell.label(), await bell.badge()]).toEqual(['Notifications, 3 unread', '3']);
    client.receive('newNotification', aNewNotification({ seq: 10, unread: 1_233 }));
    expect([await bell.unreadCount(), await bell.badge()]).toEqual([1_234, '999+']);
  });

  it('opens a panel that takes the focus, and gives it back on Escape', async () => {
    hold({ notifications });
    await bell.open();
    expect([await bell.isOpen(), await bell.panelHasFocus()]).toEqual([true, true]);
    await bell.pressEscape();
    expect([await bell.isOpen(), await bell.hasFocus()]).toEqual([false, true]);
  });

  it('closes on a click elsewhere', async () => {
    hold({ notifications });
    await bell.open();
    document.body.click();
    expect([await bell.isOpen(), await bell.hasFocus()]).toEqual([false, true]);
  });

  it('closes when the focus goes on beyond it, and leaves the focus there', async () => {
    const next = document.body.appendChild(document.createElement('button'));
    hold({ notifications });
    await bell.open();
    next.focus();
    expect([await bell.isOpen(), document.activeElement]).toEqual([false, next]);
    next.remove();
  });

  it('lists notifications and announcements, each with what can be done about it', async () => {
    const newest = anAnnouncement({ title: 'To all', timestamp: '2026-05-21T00:00:00.000Z' });
    hold({ notifications, announcements: [newest] });
    await bell.open();
    expect((await bell.titles()).slice(0, 2)).toEqual(['To all', 'Notification 9']);
    const [announcement, unread, , read] = await bell.entries();
    expect(await announcement?.actions()).toEqual(['Mark as read']);
    expect(await unread?.actions()).toEqual(['Mark as read', 'Delete']);
    expect(await read?.actions()).toEqual(['Mark as unread', 'Delete']);
  });

  it('marks an entry read and opens its link when it is clicked', async () => {
    hold({ notifications });
    await bell.open();
    const [first] = await bell.entries();
    await first?.open();
    expect(opened).toEqual(['/tasks']);
    expect(client.sentAs('update')).toMatchObject([{ op: 'read', ids: ['n9'] }]);
    expect([await bell.isOpen(), await bell.unreadCount()]).toEqual([false, 1]);
  });

  it('shows actions at once', async () => {
    hold({ notifications });
    await bell.open();
    const [first] = await bell.entries();
    await first?.remove();
    expect((await bell.titles())[0]).toBe('Notification 8');
    await bell.markAllRead();
    expect(await bell.label()).toBe('Notifications, none unread');
  });

  describe('after a deletion', () => {
    const removals = (): unknown[] => client.sentAs('update').filter(({ op }) => op === 'remove');

    beforeEach(async () => {
      hold({ notifications });
      await bell.open();
      await (await bell.entries())[0]?.remove();
    });

    it('offers for a while to undo it, and sends nothing before', async () => {
      expect([await bell.unreadCount(), removals()]).toEqual([1, []]);
      await (await bell.undoBar())?.undo();
      expect([await bell.unreadCount(), (await bell.titles())[0]]).toEqual([2, 'Notification 9']);
      expect(await bell.undoBar()).toBeNull();
      await bell.pressEscape();
      expect(removals()).toEqual([]);
    });

    it('undoes it by keys too', async () => {
      const keys = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true });
      (fixture.nativeElement as HTMLElement).querySelector('.title')?.dispatchEvent(keys);
      expect((await bell.titles())[0]).toBe('Notification 9');
    });

    it.each([
      ['another follows', async () => (await bell.entries())[0]?.remove()],
      ['the panel closes', () => bell.pressEscape()],
      ['the host flushes', () => TestBed.inject(NotificationCenter).flush()],
    ])('sends it when %s', async (_case, act) => {
      await act();
      expect(removals()).toMatchObject([{ ids: ['n9'] }]);
    });

    it('sends it by HTTP too, as the same command, when the page is left', async () => {
      window.dispatchEvent(new Event('pagehide'));
      await fixture.whenStable();
      expect(removals()).toMatchObject([{ ids: ['n9'] }]);
      expect(posted).toEqual(removals());
      expect(await bell.undoBar()).toBeNull();
    });
  });

  it('says when it loads, when there is nothing, and when the connection is lost', async () => {
    await bell.open();
    expect(await bell.titles()).toEqual([]);
    client.become({ status: 'connecting', retryAt: Date.now() + 4_000 });
    expect(await bell.isOffline()).toBe(true);
    client.become({ status: 'live' });
    hold({});
    expect(await bell.panelText()).toContain('You’re all caught up');
    expect(await bell.isOffline()).toBe(false);
    client.become({ status: 'offline' });
    expect(await bell.isOffline()).toBe(true);
  });

  it('says that it keeps trying only while it does', async () => {
    await bell.open();
    client.become({ status: 'reconnecting', retryAt: Date.now() + 4_000 });
    expect(await bell.panelText()).toContain('We keep trying.');
    client.become({ status: 'stopped', reason: 'protocol_error' });
    expect(await bell.panelText()).toContain('Can’t reach the server');
    expect(await bell.panelText()).not.toContain('We keep trying.');
  });
});
