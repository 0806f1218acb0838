import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EnvironmentInjector, createEnvironmentInjector, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { IDBFactory } from 'fake-indexeddb';
import { deserialize, serialize } from 'node:v8';
import { aNotification, aReset } from '../../../testing/builders';
import { FakeRealtimeClient } from '../../../testing/fake-realtime-client';
import { provideNotificationCenterTesting } from '../../../testing/provide-notification-center-testing';
import { InboxCache } from './inbox-cache';
import { InboxDatabase } from './inbox-database';
import { EMPTY_INBOX, applyPage, receiveFrame, type InboxState } from './inbox-state';
import { NotificationCenter } from './inbox-store';
import { fromStored, toStored, type StoredInbox } from './stored-inbox';

// The simulated browser has none of its own.
globalThis.structuredClone = <T>(value: T): T => deserialize(serialize(value)) as T;

function newCache(): InboxCache {
  const providers = [InboxDatabase, InboxCache];
  return createEnvironmentInjector(providers, TestBed.inject(EnvironmentInjector)).get(InboxCache);
}

const held = applyPage(EMPTY_INBOX, aReset({ notifications: [aNotification({ seq: 3 })] })).state;

describe(InboxCache.name, () => {
  let cache: InboxCache;
  /** Another tab, or the same one after a reload. */
  const openTab = newCache;

  beforeEach(() => {
    indexedDB = new IDBFactory();
    cache = openTab();
  });
  afterEach(() => void TestBed.resetTestingModule());

  async function store(state: InboxState): Promise<void> {
    cache.keep(state);
    await cache.flush();
  }

  it('gives a reopened tab the items with the cursor that they belong to', async () => {
    expect(await cache.open('user1')).toBeNull();
    await store(held);
    const stored = await openTab().open('user1');
    expect(stored && fromStored(stored, 7)).toEqual({ ...held, told: null, generation: 7 });
  });

  it('keeps nothing for another person, nor after a sign-out', async () => {
    await cache.open('user1');
    await store(held);
    expect(await openTab().open('user2')).toBeNull();
    expect(await openTab().open('user1')).toBeNull();
    await store(held);
    await cache.clear();
    expect(await openTab().open('user1')).toBeNull();
  });

  it('writes nothing for somebody whose place another person has taken, or who has signed out elsewhere', async () => {
    await cache.open('user1');
    const other = openTab();
    await other.open('user2');
    await store(held);
    expect(await other.open('user2')).toBeNull();

    await cache.open('user1');
    const second = openTab();
    await second.open('user1');
    await second.clear();
    await store(held);
    expect(await openTab().open('user1')).toBeNull();
  });

  it('writes what waits when the page is left', async () => {
    await cache.open('user1');
    cache.keep(held);
    window.dispatchEvent(new Event('pagehide'));
    expect(await openTab().open('user1')).toMatchObject({ cursor: held.cursor });
  });

  it('goes on without storage that refuses', async () => {
    indexedDB = Object.assign(new IDBFactory(), {
      open: () => {
        throw new DOMException('No storage in private windows', 'InvalidStateError');
      },
    });
    const refused = openTab();
    expect(await refused.open('user1')).toBeNull();
    refused.keep(held);
    await refused.flush();
    await refused.clear();
  });
});

describe('Storage that hangs', () => {
  afterEach(() => void jest.useRealTimers());

  it('is waited for no longer than a second', async () => {
    jest.useFakeTimers();
    indexedDB = Object.assign(new IDBFactory(), { open: () => new IDBOpenDBRequest() });
    const cache = newCache();
    const stored = cache.open('user1');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await stored).toBeNull();
  });
});

describe('A reopened tab', () => {
  it('shows what was kept before it connects, asks for the difference, and forgets it at sign-out', async () => {
    indexedDB = new IDBFactory();
    const cache = newCache();
    await cache.open('user1');
    cache.keep(held);
    await cache.flush();

    const userId = signal<string | null>('user1');
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [provideNotificationCenterTesting({ userId })] });

    const center = TestBed.inject(NotificationCenter);
    const client = TestBed.inject(FakeRealtimeClient);
    TestBed.tick();
    expect(client.state().status).toBe('stopped');
    await eventually(() => client.state().status === 'connecting');
    expect(center.notifications().map(({ id }) => id)).toEqual(['n3']);
    expect(center.unread()).toBe(1);
    expect(client.heldCursor()).toEqual(held.cursor);

    userId.set(null);
    TestBed.tick();
    expect(center.notifications()).toEqual([]);
    expect(await cache.open('user1')).toBeNull();
  });
});

describe('What came before a tab was opened', () => {
  it('is counted, not told', () => {
    const stored = toStored(held);
    const opened = stored && fromStored(stored, 1);
    const notification = aNotification({ seq: 4 });
    const page = { ...aReset({ notifications: [notification], unread: 2 }), mode: 'delta', from: { inbox: 3, all: 0 } } as const;
    const step = opened && applyPage(opened, page);
    expect([step?.state.unread, step?.missed]).toEqual([2, undefined]);
    expect(applyPage(held, page).missed).toEqual({ count: 1, orMore: false });
  });
});

describe(toStored.name, () => {
  it('stores nothing while a page is missing', () => {
    const data = { ...aNotification({ seq: 9 }), epoch: 'e1', prev: 8, unread: 2 };
    const { state } = receiveFrame(held, { event: 'newNotification', data });
    expect(toStored(state)).toBeNull();
    expect(toStored(EMPTY_INBOX)).toBeNull();
  });
});

describe(fromStored.name, () => {
  it('does not read what another version has stored', () => {
    const foreign = { ...toStored(held), version: 2 } as unknown as StoredInbox;
    expect(fromStored(foreign, 0)).toBeNull();
  });
});

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve));
}
