import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EnvironmentInjector, createEnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Cursor, SyncPage } from '@eventide/contracts';
import { Subject } from 'rxjs';
import { deserialize, serialize } from 'node:v8';
import { aNewNotification, aNotification, aReset } from '../../../testing/builders';
import { FakeRealtimeClient } from '../../../testing/fake-realtime-client';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { RequestError } from '../realtime/request-error';
import { TRANSPORT } from '../realtime/transport';
import { LeaderTab } from './leader-tab';
import { PageLife } from './page-life';
import { TAB_PLATFORM } from './tab-platform';
import { FakeBrowser, type FakeTabPlatform } from './tab-platform.fixture';
import { TabRole } from './tab-role';
import { ThisTab } from './this-tab';

// The simulated browser has none of its own.
globalThis.structuredClone = <T>(value: T): T => deserialize(serialize(value)) as T;

const PAGE = aReset({ notifications: [aNotification({ seq: 1 })] });

/** One tab: what it shows, and the connection it would make. */
class Tab {
  readonly page = { visibility: new Subject<boolean>(), suspended: new Subject<boolean>(), isVisible: () => this.seen };
  readonly transport: FakeRealtimeClient;
  readonly client: LeaderTab;
  readonly role: TabRole;
  readonly received: string[] = [];
  cursor: Cursor | null = null;
  private seen = true;
  private readonly injector: EnvironmentInjector;

  constructor(readonly platform: FakeTabPlatform | null, userId: () => string | null = () => 'user1') {
    this.injector = createEnvironmentInjector(
      [
        LeaderTab,
        TabRole,
        ThisTab,
        FakeRealtimeClient,
        { provide: TRANSPORT, useExisting: FakeRealtimeClient },
        { provide: TAB_PLATFORM, useValue: platform },
        { provide: PageLife, useValue: this.page },
        { provide: NOTIFICATION_CENTER_CONFIG, useValue: { userId, token: () => Promise.resolve('token') } },
      ],
      TestBed.inject(EnvironmentInjector),
    );
    this.transport = this.injector.get(FakeRealtimeClient);
    this.transport.answer('sync', () => PAGE);
    this.client = this.injector.get(LeaderTab);
    this.role = this.injector.get(TabRole);
    this.client.listen('newNotification').subscribe(({ id }) => this.received.push(id));
    this.client.listen('sync').subscribe(({ mode }) => this.received.push(mode));
    this.client.start(() => this.cursor);
  }

  get status(): string {
    return this.client.state().status;
  }

  /** The server accepts the connection that this tab's transport makes. */
  accept(): void {
    this.transport.become({ status: 'live' });
    TestBed.tick();
  }

  look(seen: boolean): void {
    this.seen = seen;
    this.page.visibility.next(seen);
  }

  close(): void {
    this.injector.destroy();
  }
}

describe(LeaderTab.name, () => {
  let browser: FakeBrowser;
  let tabs: Tab[];

  const settle = (): Promise<void> => jest.advanceTimersByTimeAsync(0);
  async function openTab(userId?: () => string | null): Promise<Tab> {
    const tab = new Tab(browser.openTab(), userId);
    tabs.push(tab);
    await settle();
    return tab;
  }
  async function openLeader(): Promise<Tab> {
    const tab = await openTab();
    tab.accept();
    return tab;
  }

  beforeEach(() => {
    jest.useFakeTimers();
    browser = new FakeBrowser();
    tabs = [];
  });
  afterEach(() => {
    for (const tab of tabs) tab.close();
    jest.useRealTimers();
  });

  it('connects in one tab alone, and begins in every other with a page from its own cursor', async () => {
    const leader = await openLeader();
    const follower = new Tab(browser.openTab());
    tabs.push(follower);
    follower.cursor = { epoch: 'e1', inbox: 7, all: 2 };
    await settle();

    expect([leader.role.leads(), follower.role.leads()]).toEqual([true, false]);
    expect(follower.transport.state().status).toBe('stopped');
    expect(follower.status).toBe('live');
    expect(leader.transport.sentAs('sync')).toEqual([{ epoch: 'e1', inbox: 7, all: 2 }]);
    expect([leader.received.includes('reset'), follower.received.includes('reset')]).toEqual([false, true]);
  });

  it.each(['leader', 'follower'])('lets all tabs hear of the place that a page has brought the %s to', async (who) => {
    const leader = await openLeader();
    const [asking, waiting] = [await openTab(), await openTab()];
    const tabs = [leader, asking, waiting];
    const pages: SyncPage[][] = tabs.map(() => []);
    tabs.forEach(({ client }, index) => client.listen('sync').subscribe((page) => pages[index]?.push(page)));
    const last = aReset({ notifications: [aNotification({ seq: 7 })], all: 2 });
    for (const page of [{ ...last, more: true }, last]) {
      leader.transport.answer('sync', () => page);
      await (who === 'leader' ? leader : asking).client.emit('sync', {});
      await settle();
    }
    const place = { ...last, mode: 'delta', from: { inbox: 7, all: 2 }, changes: [], announcements: [] };
    expect(pages).toEqual([[place], [place], [place]]);
  });

  it('passes on what arrives, and the state of the connection before it', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    leader.transport.become({ status: 'reconnecting' });
    TestBed.tick();
    await settle();
    const statuses: string[] = [];
    follower.client.listen('sync').subscribe(() => statuses.push(follower.status));
    follower.received.length = 0;
    leader.transport.become({ status: 'live' });
    leader.transport.receive('sync', PAGE);
    leader.transport.receive('newNotification', aNewNotification({ seq: 2 }));
    await settle();
    expect(follower.received).toEqual(['reset', 'n2']);
    expect(statuses).toEqual(['live']);

    leader.transport.become({ status: 'reconnecting', retryAt: 5 });
    TestBed.tick();
    await settle();
    expect(follower.client.state()).toEqual({ status: 'reconnecting', retryAt: 5 });
  });

  it('sends through the leader, and brings its answer or its refusal back', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    await jest.advanceTimersByTimeAsync(500);
    leader.transport.answer('messageToServer', (text) => {
      if (text === 'no') throw new RequestError({ code: 'rate_limited', message: 'Too fast.', retryable: true });
      return { echo: text };
    });
    await expect(follower.client.emit('messageToServer', 'hello')).resolves.toEqual({ echo: 'hello' });
    await expect(follower.client.emit('messageToServer', 'no')).rejects.toMatchObject({ code: 'rate_limited' });
    follower.client.retryNow();
    await settle();
    expect(leader.transport.retries).toBe(1);
  });

  it.each(['closed', 'crashed'])('follows a leader that was %s at once, from its own cursor', async (how) => {
    const leader = await openLeader();
    const follower = await openTab();
    follower.cursor = { epoch: 'e1', inbox: 4, all: 0 };
    if (how === 'closed') leader.close();
    else leader.platform?.crash();
    await settle();
    expect(follower.transport.state().status).toBe('connecting');
    expect(follower.transport.heldCursor()).toEqual({ epoch: 'e1', inbox: 4, all: 0 });
    expect(follower.role.leads()).toBe(true);
    tabs = tabs.filter((tab) => tab !== leader);
  });

  it('follows a leader that hangs within 2 s, and the leader follows when it comes to itself', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(follower.role.leads()).toBe(false);

    leader.platform?.hang();
    await jest.advanceTimersByTimeAsync(1_900);
    expect(follower.transport.state().status).toBe('connecting');
    expect(follower.role.leads()).toBe(true);

    follower.accept();
    leader.platform?.wake();
    await jest.advanceTimersByTimeAsync(500);
    expect(leader.transport.state().status).toBe('stopped');
    expect([leader.role.leads(), leader.status, follower.role.leads()]).toEqual([false, 'live', true]);
    expect(leader.role.speaks()).toBe(false);
  });

  it('passes nothing on that reaches a leader after it lost its place, but before it knows', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    leader.platform?.hang();
    await jest.advanceTimersByTimeAsync(1_900);
    follower.accept();
    leader.received.length = 0;
    jest.setSystemTime(Date.now() + 1_200);
    leader.transport.receive('newNotification', aNewNotification({ seq: 2 }));
    await settle();
    expect([leader.received, leader.role.leads(), leader.role.speaks()]).toEqual([[], false, false]);
    leader.platform?.wake();
    await settle();
    expect([leader.role.leads(), leader.status, follower.role.leads()]).toEqual([false, 'live', true]);
  });

  it('passes on what arrives after a pause that cost it nothing', async () => {
    const leader = await openLeader();
    jest.setSystemTime(Date.now() + 60_000);
    for (const seq of [2, 3]) leader.transport.receive('newNotification', aNewNotification({ seq }));
    expect(leader.received).toEqual([]);
    await settle();
    leader.transport.receive('newNotification', aNewNotification({ seq: 4 }));
    expect(leader.received).toEqual(['n2', 'n3', 'n4']);
  });

  it('judges no leader while its own time stands still', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    leader.platform?.hang();
    await jest.advanceTimersByTimeAsync(500);
    jest.setSystemTime(Date.now() + 60_000);
    await jest.advanceTimersByTimeAsync(400);
    leader.platform?.wake();
    await settle();
    expect([leader.role.leads(), follower.role.leads()]).toEqual([true, false]);
  });

  it('follows a hidden leader that hangs although its own timers come late', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    const second = async (): Promise<void> => {
      jest.setSystemTime(Date.now() + 750);
      await jest.advanceTimersByTimeAsync(250);
    };
    for (let seconds = 0; seconds < 20; seconds += 1) await second();
    expect(follower.role.leads()).toBe(false);
    leader.platform?.hang();
    for (let seconds = 0; seconds < 8; seconds += 1) await second();
    expect(follower.role.leads()).toBe(true);
  });

  it('follows a leader that hangs although the clock was set back', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    await jest.advanceTimersByTimeAsync(1_000);
    jest.setSystemTime(Date.now() - 3_600_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(follower.role.leads()).toBe(false);
    leader.platform?.hang();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(follower.role.leads()).toBe(true);
  });

  it('calls what the leader left unanswered unavailable as soon as another leads', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    await jest.advanceTimersByTimeAsync(500);
    leader.platform?.hang();
    const sent = follower.client.emit('messageToServer', 'hello');
    const refused = expect(sent).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    await jest.advanceTimersByTimeAsync(1_900);
    await refused;
  });

  it('lets a tab that is seen show the toasts, and only one', async () => {
    const leader = await openLeader();
    const [first, second] = [await openTab(), await openTab()];
    const speaking = (): boolean[] => [leader, first, second].map(({ role }) => role.speaks());
    await settle();
    expect(speaking()).toEqual([true, false, false]);
    leader.look(false);
    await settle();
    expect(speaking()).toEqual([false, false, true]);
    second.look(false);
    await settle();
    expect(speaking()).toEqual([false, true, false]);
    first.look(false);
    await settle();
    expect(speaking()).toEqual([true, false, false]);
  });

  it('lets the next tab try when the session of the leader has ended, and tries again when asked', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    leader.transport.become({ status: 'stopped', reason: 'unauthorized' });
    TestBed.tick();
    await settle();
    expect(leader.client.state()).toEqual({ status: 'stopped', reason: 'unauthorized' });
    expect(follower.role.leads()).toBe(true);

    follower.transport.become({ status: 'stopped', reason: 'unauthorized' });
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(10_000);
    expect([leader.transport.retries, follower.transport.retries]).toEqual([0, 0]);
    leader.client.retryNow();
    await settle();
    expect([leader.transport.retries, follower.transport.retries]).toEqual([1, 0]);
  });

  it('gives its place up while its page is frozen, and takes part again afterwards', async () => {
    const leader = await openLeader();
    const follower = await openTab();
    leader.page.suspended.next(true);
    await settle();
    expect([leader.transport.state().status, follower.role.leads()]).toEqual(['stopped', true]);
    follower.accept();
    leader.page.suspended.next(false);
    await jest.advanceTimersByTimeAsync(500);
    expect([leader.role.leads(), leader.status]).toEqual([false, 'live']);
  });

  it('lets tabs of different people hear nothing of each other', async () => {
    const leader = await openLeader();
    const stranger = await openTab(() => 'user2');
    expect(stranger.role.leads()).toBe(true);
    leader.transport.receive('newNotification', aNewNotification({ seq: 2 }));
    await jest.advanceTimersByTimeAsync(500);
    expect(stranger.received).toEqual([]);
    leader.client.stop();
    await settle();
    browser.said.length = 0;
    leader.transport.receive('newNotification', aNewNotification({ seq: 3 }));
    leader.look(false);
    await settle();
    expect(browser.said).toEqual([]);
  });

  it('leads for itself where the browser has no locks', () => {
    const [one, other] = [new Tab(null), new Tab(null)];
    tabs.push(one, other);
    expect([one.role.leads(), other.role.leads()]).toEqual([true, true]);
    expect([one.transport.state().status, other.transport.state().status]).toEqual(['connecting', 'connecting']);
    one.client.retryNow();
    expect(one.transport.retries).toBe(1);
  });
});
