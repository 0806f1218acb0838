import { EnvironmentInjector, createEnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Cursor, SyncPage } from '@eventide/contracts';
import { Subject } from 'rxjs';
import { FakeRealtimeClient } from '../../../testing/fake-realtime-client';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { isInboxFrame, type Frame } from '../inbox/frames';
import { EMPTY_INBOX, applyPage, receiveFrame, type InboxState, type Step } from '../inbox/inbox-state';
import type { ModelServer } from '../inbox/model-server.fixture';
import { PageLoader } from '../inbox/page-loader';
import { TRANSPORT } from '../realtime/transport';
import { LeaderTab } from './leader-tab';
import { PageLife } from './page-life';
import { TAB_PLATFORM } from './tab-platform';
import type { FakeBrowser, FakeTabPlatform } from './tab-platform.fixture';
import { TabRole } from './tab-role';
import { ThisTab } from './this-tab';

const FRAMES = ['newNotification', 'notificationChanged', 'announcement', 'announcementChanged'] as const;

/**
 * A tab that holds an inbox, and the server's end of the connection that it makes while it leads. As the server does,
 * that end knows only what it has sent over the connection, whichever tab has asked for it.
 */
export class TabOfModel {
  state: InboxState = EMPTY_INBOX;
  private sent: Cursor | null = null;
  private readonly platform: FakeTabPlatform;
  private readonly injector: EnvironmentInjector;
  private readonly transport: FakeRealtimeClient;
  private readonly client: LeaderTab;
  private readonly loader: PageLoader;

  constructor(
    browser: FakeBrowser,
    private readonly server: ModelServer,
  ) {
    this.platform = browser.openTab();
    this.injector = createEnvironmentInjector(
      [
        LeaderTab,
        TabRole,
        ThisTab,
        FakeRealtimeClient,
        { provide: TRANSPORT, useExisting: FakeRealtimeClient },
        { provide: TAB_PLATFORM, useValue: this.platform },
        { provide: PageLife, useValue: { visibility: new Subject(), suspended: new Subject(), isVisible: () => true } },
        { provide: NOTIFICATION_CENTER_CONFIG, useValue: { userId: () => 'user1', token: () => Promise.resolve('token') } },
      ],
      TestBed.inject(EnvironmentInjector),
    );
    this.transport = this.injector.get(FakeRealtimeClient);
    this.client = this.injector.get(LeaderTab);
    this.loader = new PageLoader(this.client, {
      wanted: () => (this.state.wantsPage ? (this.state.cursor ?? {}) : null),
      receive: (page) => this.take(applyPage(this.state, page)),
    });
    for (const event of FRAMES) {
      this.client.listen(event).subscribe((data) => this.take(receiveFrame(this.state, { event, data } as Frame)));
    }
    this.client.listen('sync').subscribe((page) => this.take(applyPage(this.state, page)));
    this.transport.answer('sync', (cursor) => this.covered(server.page(cursor)));
    this.client.start(() => this.state.cursor);
  }

  /** The connection that this tab is making, if it is, comes about and begins with its page. */
  connect(): void {
    if (this.transport.state().status !== 'connecting') return;
    this.sent = null;
    this.transport.become({ status: 'live' });
    TestBed.tick();
    this.transport.receive('sync', this.covered(this.server.page(this.transport.heldCursor() ?? {})));
  }

  /** The connection is lost, and made again by the next {@link connect}. */
  disconnect(): void {
    if (!this.isConnected) return;
    this.transport.become({ status: 'connecting' });
    TestBed.tick();
  }

  /** A frame reaches the server's end, which puts it in order. */
  offer(frame: Frame): void {
    const stream = isInboxFrame(frame) ? 'inbox' : 'all';
    const { epoch, prev, seq } = frame.data;
    if (!this.isConnected || !this.sent) return;
    if (epoch !== this.sent.epoch || prev > this.sent[stream]) return this.reconcile();
    if (seq <= this.sent[stream]) return;
    this.sent = { ...this.sent, [stream]: seq };
    this.transport.receive(frame.event, frame.data);
  }

  /** The server's end sends what it has not sent yet. */
  reconcile(): void {
    if (!this.isConnected || !this.sent) return;
    const { inbox, all } = this.sent;
    const page = this.server.page(this.sent);
    if (page.mode === 'delta' && page.inbox === inbox && page.all === all) return;
    this.transport.receive('sync', this.covered(page));
  }

  /** The tab is closed, or is gone without a farewell. */
  end({ crashed }: { crashed: boolean }): void {
    if (crashed) this.platform.crash();
    this.injector.destroy();
  }

  private get isConnected(): boolean {
    return this.transport.state().status === 'live';
  }

  private covered(page: SyncPage): SyncPage {
    const { epoch, inbox, all } = page;
    const before = this.sent?.epoch === epoch ? this.sent : { inbox: 0, all: 0 };
    this.sent = { epoch, inbox: Math.max(inbox, before.inbox), all: Math.max(all, before.all) };
    return page;
  }

  private take({ state }: Step): void {
    this.state = state;
    void this.loader.load();
  }
}
