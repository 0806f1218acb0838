import { beforeEach, describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { UpdateAnswer, UpdateCommand } from '@eventide/contracts';
import { Subject, firstValueFrom } from 'rxjs';
import { FakeRealtimeClient } from '../../../testing/fake-realtime-client';
import { aNewNotification, aNotification, aReset, anAnnouncement } from '../../../testing/builders';
import { provideNotificationCenterTesting } from '../../../testing/provide-notification-center-testing';
import { RequestError } from '../realtime/request-error';
import { InboxApi } from './inbox-api';
import { NotificationCenter } from './inbox-store';

/** A promise whose end the spec decides. */
function pendingAnswer(): { promise: Promise<UpdateAnswer>; answer: (seq: number) => void; refuse: () => void } {
  const answers = new Subject<UpdateAnswer>();
  return {
    promise: firstValueFrom(answers),
    answer: (seq) => answers.next({ seq, unread: 0, notFound: [] }),
    refuse: () => answers.error(new RequestError({ code: 'conflict', message: 'It has changed.', retryable: false })),
  };
}

describe(NotificationCenter.name, () => {
  const userId = signal<string | null>('user1');
  let client: FakeRealtimeClient;
  let center: NotificationCenter;
  let posted: UpdateCommand[];
  let postedAnswer: () => Promise<UpdateAnswer>;

  const start = aReset({
    notifications: [aNotification({ seq: 1 }), aNotification({ seq: 2 }), aNotification({ seq: 3 })],
    announcements: [anAnnouncement({ seq: 1 })],
  });
  const statuses = (): string[] => center.notifications().map(({ readStatus }) => readStatus);

  beforeEach(() => {
    userId.set('user1');
    posted = [];
    postedAnswer = () => Promise.resolve({ seq: 3, unread: 3, notFound: [] });
    TestBed.configureTestingModule({
      providers: [
        provideNotificationCenterTesting({ userId }),
        {
          provide: InboxApi,
          useValue: {
            list: () => Promise.resolve({ items: [], next: null, head: 3, readUpTo: 0 }),
            update: (command: UpdateCommand) => {
              posted.push(command);
              return postedAnswer();
            },
          },
        },
      ],
    });
    client = TestBed.inject(FakeRealtimeClient);
    center = TestBed.inject(NotificationCenter);
    TestBed.tick();
    client.become({ status: 'live' });
    client.receive('sync', start);
  });

  it('shows what the first page holds, newest first, and counts both streams', () => {
    expect(center.notifications().map(({ id }) => id)).toEqual(['n3', 'n2', 'n1']);
    expect([center.unread(), center.unreadInbox(), center.unreadAnnouncements()]).toEqual([4, 3, 1]);
    expect(center.ready()).toBe(true);
    expect(client.heldCursor()).toEqual({ epoch: 'e1', inbox: 3, all: 1 });
  });

  it('tells of an arrival once', () => {
    const arrived: string[] = [];
    center.arrivals.subscribe(({ item }) => arrived.push(item.id));
    client.receive('newNotification', aNewNotification({ seq: 4, unread: 4 }));
    client.receive('newNotification', aNewNotification({ seq: 4, unread: 4 }));
    expect(arrived).toEqual(['n4']);
    expect(center.unread()).toBe(5);
  });

  it('makes no news of what one tells everybody oneself', () => {
    const arrived: string[] = [];
    center.arrivals.subscribe(({ item }) => arrived.push(item.id));
    const notice = (seq: number, id: string) => {
      const { readStatus: _, ...content } = anAnnouncement({ seq, kind: 'flow', actor: { id, name: id } });
      client.receive('announcement', { ...content, epoch: 'e1', prev: seq - 1 });
    };
    notice(2, 'user1');
    notice(3, 'user2');
    expect(arrived).toEqual(['a3']);
    expect(center.announcements().map(({ id }) => id)).toEqual(['a3', 'a2', 'a1']);
  });

  it('tells what services signal under a topic, from now on', () => {
    const verified: unknown[] = [];
    const listening = center.signals('filter.verified').subscribe((data) => verified.push(data));
    client.receive('signal', { topic: 'weather', data: 'sun' });
    client.receive('signal', { topic: 'filter.verified', data: { isVerifiedFilter: true } });
    listening.unsubscribe();
    client.receive('signal', { topic: 'filter.verified', data: { isVerifiedFilter: false } });
    expect(verified).toEqual([{ isVerifiedFilter: true }]);
  });

  it('asks for what a hole hides, with the cursor that it holds', async () => {
    const from = { inbox: 3, all: 1 };
    client.answer('sync', () => ({ ...start, mode: 'delta', from, inbox: 5, changes: [], announcements: [] }));
    client.receive('newNotification', aNewNotification({ seq: 5, unread: 5 }));
    await Promise.resolve();
    expect(client.sentAs('sync')).toEqual([{ epoch: 'e1', inbox: 3, all: 1 }]);
    expect(client.heldCursor()?.inbox).toBe(5);
  });

  it('shows a command at once and keeps it until its effect is in the stream', async () => {
    const outcome = pendingAnswer();
    client.answer('update', () => outcome.promise);
    const done = center.markRead(['n2']);
    expect(statuses()).toEqual(['unread', 'read', 'unread']);
    expect(center.unreadInbox()).toBe(2);

    outcome.answer(4);
    await done;
    expect(center.unreadInbox()).toBe(2);
    const notification = aNotification({ id: 'n2', seq: 4, createdSeq: 2, readStatus: 'read' });
    const changes = [{ kind: 'updated', notification } as const];
    client.receive('notificationChanged', { epoch: 'e1', seq: 4, prev: 3, unread: 2, changes });
    expect(center.unreadInbox()).toBe(2);
    expect(statuses()).toEqual(['unread', 'read', 'unread']);
  });

  it('counts nothing twice when the frame comes before the ack', async () => {
    const outcome = pendingAnswer();
    client.answer('update', () => outcome.promise);
    const done = center.remove(['n2']);
    const changes = [{ kind: 'removed', id: 'n2', seq: 4, reason: 'removed' } as const];
    client.receive('notificationChanged', { epoch: 'e1', seq: 4, prev: 3, unread: 2, changes });
    expect(center.unreadInbox()).toBe(2);
    outcome.answer(4);
    await done;
    expect([center.unreadInbox(), center.notifications().length]).toEqual([2, 2]);
  });

  it('takes a refused command back and says so', async () => {
    const problems: string[] = [];
    center.problems.subscribe((problem) => problems.push(problem));
    const outcome = pendingAnswer();
    client.answer('update', () => outcome.promise);
    const done = center.remove(['n1']);
    expect(center.notifications()).toHaveLength(2);
    outcome.refuse();
    await done;
    expect(center.notifications()).toHaveLength(3);
    expect(center.unreadInbox()).toBe(3);
    expect(problems).toEqual(['Could not delete. It has changed.']);
  });

  it('repeats a command with the same id while its outcome is unknown, by HTTP when the socket is gone', async () => {
    client.answer('update', () => {
      client.become({ status: 'reconnecting' });
      throw RequestError.unanswered();
    });
    await center.markRead(['n1']);
    expect(posted).toEqual(client.sentAs('update'));
    expect(posted).toHaveLength(1);
  });

  it('sends commands one after the other, so that the last click wins', async () => {
    const first = pendingAnswer();
    client.answer('update', ({ op }) => (op === 'read' ? first.promise : { seq: 5, unread: 3, notFound: [] }));
    const read = center.markRead(['n1']);
    const unread = center.markUnread(['n1']);
    expect(statuses()).toEqual(['unread', 'unread', 'unread']);
    await Promise.resolve();
    expect(client.sentAs('update').map(({ op }) => op)).toEqual(['read']);
    first.answer(4);
    await Promise.all([read, unread]);
    expect(client.sentAs('update').map(({ op }) => op)).toEqual(['read', 'unread']);
  });

  it('marks all read that is held, and leaves what comes after it unread', async () => {
    const outcome = pendingAnswer();
    client.answer('update', () => outcome.promise);
    const done = center.markAllRead();
    expect(center.unread()).toBe(0);
    client.receive('newNotification', aNewNotification({ seq: 4, unread: 4 }));
    expect(center.unread()).toBe(1);
    outcome.answer(5);
    await done;
    expect(client.sentAs('update')).toMatchObject([
      { op: 'readAll', upTo: 3, epoch: 'e1', announcementsUpTo: 1 },
    ]);
  });

  it('marks also that read which is still being marked unread, and so takes a place above the mark', async () => {
    const outcome = pendingAnswer();
    client.answer('update', ({ op }) => (op === 'unread' ? outcome.promise : { seq: 5, unread: 0, notFound: [] }));
    client.receive('notificationChanged', { epoch: 'e1', seq: 4, prev: 3, unread: 2, changes: [{ kind: 'updated', notification: aNotification({ id: 'n1', seq: 4, createdSeq: 1, readStatus: 'read' }) }] });
    const unread = center.markUnread(['n1']);
    const all = center.markAllRead();
    expect(center.unread()).toBe(0);
    outcome.answer(5);
    await Promise.all([unread, all]);
    expect(client.sentAs('update')).toMatchObject([{ op: 'unread' }, { op: 'readAll', upTo: 4 }, { op: 'read', ids: ['n1'] }]);
  });

  it('sends no more than a hundred ids at a time, and nothing for what is read already', async () => {
    client.answer('update', () => ({ seq: 3, unread: 0, notFound: [] }));
    await center.remove(Array.from({ length: 150 }, (_, index) => `x${index}`));
    expect(client.sentAs('update').map(({ ids }) => ids?.length)).toEqual([100, 50]);
    await center.markUnread(['n1']);
    expect(client.sentAs('update')).toHaveLength(2);
  });

  it('forgets everything when another person signs in', async () => {
    const outcome = pendingAnswer();
    client.answer('update', () => outcome.promise);
    void center.markRead(['n1']);
    userId.set('user2');
    TestBed.tick();
    expect(center.notifications()).toEqual([]);
    expect([center.unread(), center.ready(), client.heldCursor()]).toEqual([0, false, null]);
    userId.set(null);
    TestBed.tick();
    expect(center.connection().status).toBe('stopped');
  });
});
