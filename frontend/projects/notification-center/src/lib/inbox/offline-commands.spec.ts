import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { UpdateAnswer, UpdateCommand } from '@eventide/contracts';
import { IDBFactory } from 'fake-indexeddb';
import { deserialize, serialize } from 'node:v8';
import { aNotification, aReset } from '../../../testing/builders';
import { FakeRealtimeClient } from '../../../testing/fake-realtime-client';
import { provideNotificationCenterTesting } from '../../../testing/provide-notification-center-testing';
import { RequestError } from '../realtime/request-error';
import { FakeBrowser, type FakeTabPlatform } from '../tabs/tab-platform.fixture';
import { TAB_PLATFORM } from '../tabs/tab-platform';
import { InboxApi } from './inbox-api';
import { InboxCache } from './inbox-cache';
import { InboxDatabase } from './inbox-database';
import { NotificationCenter } from './inbox-store';

// The simulated browser has none of its own.
globalThis.structuredClone = <T>(value: T): T => deserialize(serialize(value)) as T;

describe('Commands made offline', () => {
  const userId = signal<string | null>('user1');
  let browser: FakeBrowser;
  let platform: FakeTabPlatform;
  let posted: UpdateCommand[];
  let center: NotificationCenter;
  let problems: string[];

  const offline = (): Promise<UpdateAnswer> => Promise.reject(RequestError.unanswered());
  const accept = (): Promise<UpdateAnswer> => Promise.resolve({ seq: 9, unread: 0, notFound: [] });

  /** A visit: a new page in the same browser. */
  async function visit(answer: () => Promise<UpdateAnswer>): Promise<FakeRealtimeClient> {
    posted = [];
    platform = browser.openTab();
    TestBed.configureTestingModule({
      providers: [
        provideNotificationCenterTesting({ userId }),
        { provide: TAB_PLATFORM, useValue: platform },
        {
          provide: InboxApi,
          useValue: {
            update: (command: UpdateCommand) => {
              posted.push(command);
              return answer();
            },
          },
        },
      ],
    });
    center = TestBed.inject(NotificationCenter);
    problems = [];
    center.problems.subscribe((problem) => problems.push(problem));
    const client = TestBed.inject(FakeRealtimeClient);
    TestBed.tick();
    await eventually(() => client.state().status === 'connecting');
    client.receive('sync', aReset({ notifications: [1, 2, 3].map((seq) => aNotification({ seq })) }));
    return client;
  }

  /** The tab is gone without a farewell. */
  async function end(): Promise<void> {
    await TestBed.inject(InboxCache).flush();
    platform.crash();
    TestBed.resetTestingModule();
  }

  const countStored = (): Promise<number | null> =>
    TestBed.inject(InboxDatabase).use(({ commands }) => commands.count());
  const untilStored = (count: number): Promise<void> => eventually(async () => (await countStored()) === count);

  beforeEach(() => {
    userId.set('user1');
    indexedDB = new IDBFactory();
    browser = new FakeBrowser();
  });
  afterEach(() => void TestBed.resetTestingModule());

  it('are sent at the next visit, in their order and with their ids, and shown meanwhile', async () => {
    await visit(offline);
    void center.markRead(['n1']);
    void center.markRead(['n2']);
    await untilStored(2);
    const first = posted[0]?.commandId;
    await end();

    await visit(offline);
    await eventually(() => center.unread() === 1);
    await end();

    await visit(accept);
    await eventually(() => posted.length === 2);
    expect(posted.map(({ ids }) => ids)).toEqual([['n1'], ['n2']]);
    expect(posted[0]?.commandId).toBe(first);
    await untilStored(0);
  });

  it('include a deletion that could still be undone when its tab ended, but not one that was undone', async () => {
    await visit(offline);
    center.removeWithUndo('n1');
    center.removeWithUndo('n2').undo();
    await untilStored(1);
    await end();

    await visit(accept);
    await untilStored(0);
    expect(posted.map(({ op, ids }) => [op, ids])).toEqual([['remove', ['n1']]]);
  });

  it('are dropped with the words of the refusal', async () => {
    await visit(offline);
    void center.markRead(['n1']);
    await untilStored(1);
    await end();

    const refused = new RequestError({ code: 'conflict', message: 'It has changed.', retryable: false });
    await visit(() => Promise.reject(refused));
    await untilStored(0);
    expect(problems).toEqual(['Could not mark as read. It has changed.']);
    expect(center.unread()).toBe(3);
  });

  it('are left to the tab that gave them while it lives, and inherited when it is gone', async () => {
    await visit(offline);
    void center.markRead(['n1']);
    await untilStored(1);
    const other = platform;
    // Its injector ends, but the fake browser still holds its lock: to this one it lives.
    const lock = [...browser.held.keys()][0] ?? '';
    await end();
    void other.locks.request(lock, {}, () => new Promise(() => undefined));

    const client = await visit(accept);
    client.answer('update', () => accept());
    client.become({ status: 'live' });
    TestBed.tick();
    await untilStored(1);
    expect(posted).toEqual([]);

    other.crash();
    client.become({ status: 'reconnecting' });
    TestBed.tick();
    client.become({ status: 'live' });
    TestBed.tick();
    await untilStored(0);
    expect(client.sentAs('update')).toMatchObject([{ op: 'read', ids: ['n1'] }]);
  });

  it('go with the person who signs out, or whose place another takes', async () => {
    await visit(offline);
    void center.markRead(['n1']);
    await untilStored(1);
    userId.set('user2');
    TestBed.tick();
    await untilStored(0);
    void center.markRead(['n2']);
    await untilStored(1);
    userId.set(null);
    TestBed.tick();
    await end();

    userId.set('user2');
    await visit(accept);
    await untilStored(0);
    expect(posted).toEqual([]);
  });
});

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve));
}
