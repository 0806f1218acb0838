import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  FakeRealtimeClient,
  NotificationToastsHarness,
  aNewNotification,
  aNotification,
  aReset,
  provideNotificationCenterTesting,
} from '@eventide/notification-center/testing';
import { NotificationCenter } from '../inbox/inbox-store';
import { RequestError } from '../realtime/request-error';
import { NotificationToasts } from './notification-toasts';

describe(NotificationToasts.name, () => {
  const userId = signal<string | null>('user1');
  let client: FakeRealtimeClient;
  let toasts: NotificationToastsHarness;
  let opened: string[];

  beforeEach(async () => {
    opened = [];
    userId.set('user1');
    TestBed.configureTestingModule({
      providers: [provideNotificationCenterTesting({ userId, openLink: (link) => opened.push(link) })],
    });
    client = TestBed.inject(FakeRealtimeClient);
    client.answer('update', () => ({ seq: 1, unread: 0, notFound: [] }));
    const fixture = TestBed.createComponent(NotificationToasts);
    await fixture.whenStable();
    toasts = await TestbedHarnessEnvironment.harnessForFixture(fixture, NotificationToastsHarness);
    client.become({ status: 'live' });
    client.receive('sync', aReset({ notifications: [aNotification({ seq: 1 })] }));
  });

  // The queue's timer must not outlive its spec.
  afterEach(() => void TestBed.resetTestingModule());

  function arrive(seq: number, fields: Parameters<typeof aNewNotification>[0] = {}): void {
    client.receive('newNotification', aNewNotification({ seq, title: `News ${seq}`, ...fields }));
  }

  it('shows what arrives, not what was there', async () => {
    expect(await toasts.titles()).toEqual([]);
    arrive(2);
    arrive(3);
    expect(await toasts.titles()).toEqual(['News 2', 'News 3']);
    await toasts.dismissFirst();
    expect(await toasts.titles()).toEqual(['News 3']);
  });

  it('says critical things at once and the rest politely', async () => {
    arrive(2);
    arrive(3, { severity: 'critical' });
    expect(await toasts.said('polite')).toBe('News 2. Something happened');
    expect(await toasts.said('assertive')).toBe('News 3. Something happened');
  });

  it('stands one summary for more than five', async () => {
    for (let seq = 2; seq <= 8; seq += 1) arrive(seq);
    expect(await toasts.titles()).toEqual(['7 new notifications']);
    await toasts.openFirst();
    expect(opened).toEqual(['/notifications']);
  });

  it('tells of an absence by one toast, which leads to the list', async () => {
    arrive(2);
    await toasts.dismissFirst();
    const notifications = [2, 3, 4].map((seq) => aNotification({ seq }));
    client.receive('sync', aReset({ notifications }));
    expect(await toasts.titles()).toEqual(['2 notifications while you were away']);
    await toasts.openFirst();
    expect(opened).toEqual(['/notifications']);
  });

  it('marks read and opens what is clicked', async () => {
    arrive(2, { link: '/tasks/1' });
    await toasts.openFirst();
    expect(opened).toEqual(['/tasks/1']);
    expect(client.sentAs('update')).toMatchObject([{ op: 'read', ids: ['n2'] }]);
    expect(await toasts.titles()).toEqual([]);
  });

  it('leads the focus to the next toast, and after the last back to where it was', async () => {
    const before = document.body.appendChild(document.createElement('button'));
    before.focus();
    arrive(2);
    arrive(3);
    await toasts.dismissFirstByKeyboard();
    expect(await toasts.focused()).toContain('News 3');
    await toasts.dismissFirstByKeyboard();
    expect(document.activeElement).toBe(before);
    before.remove();
  });

  it('keeps the focus among the toasts when nothing else had it', async () => {
    arrive(2);
    await toasts.dismissFirstByKeyboard();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('New notifications');
  });

  it('tells what the server refused', async () => {
    client.answer('update', () => {
      throw new RequestError({ code: 'forbidden', message: 'Not allowed.', retryable: false });
    });
    await TestBed.inject(NotificationCenter).remove(['n1']);
    expect(await toasts.titles()).toEqual(['Could not delete. Not allowed.']);
  });

  it('takes everything off the screen when the person signs out', async () => {
    arrive(2, { severity: 'critical' });
    expect(await toasts.titles()).toEqual(['News 2']);
    userId.set(null);
    expect(await toasts.titles()).toEqual([]);
  });
});
