import { Injectable, type OnDestroy, computed, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  SERVER_EVENTS,
  type Ack,
  type ClientEvent,
  type ClientEvents,
  type Cursor,
  type ServerEvent,
  type ServerEvents,
  type SyncPage,
} from '@eventide/contracts';
import { Subject, filter, map, type Observable } from 'rxjs';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { sameState } from '../realtime/connection-status';
import { RealtimeClient } from '../realtime/realtime-client';
import { RequestError } from '../realtime/request-error';
import { TRANSPORT } from '../realtime/transport';
import { Follower } from './follower';
import { LeaderElection } from './leader-election';
import { PageLife } from './page-life';
import { placePage } from './place-page';
import { Speaker } from './speaker';
import type { Leading, TabMessage, TabRequest } from './tab-message';
import { TAB_PLATFORM, type TabChannel } from './tab-platform';
import { TabRole } from './tab-role';
import { ThisTab } from './this-tab';

/** Raised with every change of the messages: tabs of different builds don't hear each other. */
const VERSION = 1;

/**
 * One connection for all tabs of a person in a browser. The tab that leads holds it and passes on what arrives; the
 * others get the same events, and send through the leader. Which tab leads is settled by `LeaderElection`; where the
 * browser can't help, every tab leads for itself.
 *
 * Tabs of different people, or of different servers, never hear each other: the lock and the channel bear their names.
 * A leader whose transport was given up (its session ended) lets the next tab try, with a token of its own.
 */
@Injectable({ providedIn: 'root' })
export class LeaderTab extends RealtimeClient implements OnDestroy {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly transport = inject(TRANSPORT);
  private readonly platform = inject(TAB_PLATFORM);
  private readonly role = inject(TabRole);
  private readonly page = inject(PageLife);

  private readonly thisTab = inject(ThisTab);
  private readonly received = new Subject<{ event: ServerEvent; payload: unknown }>();
  private readonly part = signal<'alone' | 'leading' | 'following'>('alone');
  private readonly follower = new Follower({
    tab: this.thisTab.id,
    post: (message) => this.group?.channel.post(message),
    cursor: () => this.cursor?.() ?? null,
    receive: (payload) => this.received.next({ event: 'sync', payload }),
  });
  private cursor: (() => Cursor | null) | null = null;
  private group: { readonly channel: TabChannel; readonly election: LeaderElection } | null = null;
  private speaker = new Speaker();
  private lastWord: Leading | null = null;
  /** The page is frozen, or kept for the way back: it takes no part meanwhile. */
  private suspended = false;
  private gaveUp = false;

  readonly state = computed(() => (this.part() === 'following' ? this.follower.state() : this.transport.state()));

  constructor() {
    super();
    for (const event of SERVER_EVENTS) {
      this.transport
        .listen(event)
        .pipe(takeUntilDestroyed())
        .subscribe((payload) => this.take(event, payload));
    }
    effect(() => {
      const { status } = this.transport.state();
      if (this.part() === 'leading') untracked(() => (status === 'stopped' ? this.resign() : this.tellChange()));
    });
    this.page.visibility.pipe(takeUntilDestroyed()).subscribe((visible) => this.showVisibility(visible));
    this.page.suspended
      .pipe(takeUntilDestroyed())
      .subscribe((suspended) => (suspended ? this.suspend() : this.resume()));
  }

  ngOnDestroy(): void {
    this.stop();
    this.received.complete();
  }

  start(cursor: () => Cursor | null): void {
    this.stop();
    this.cursor = cursor;
    this.join();
  }

  stop(): void {
    this.cursor = null;
    this.suspended = false;
    this.gaveUp = false;
    this.leave();
    this.transport.stop();
    this.role.leads.set(true);
    this.role.speaks.set(true);
  }

  retryNow(): void {
    if (this.part() === 'following') this.group?.channel.post({ kind: 'retry' });
    else if (this.gaveUp && this.group === null) this.join();
    else this.transport.retryNow();
  }

  listen<E extends ServerEvent>(event: E): Observable<ServerEvents[E]> {
    return this.received.pipe(
      filter((message) => message.event === event),
      map((message) => message.payload as ServerEvents[E]),
    );
  }

  async emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    if (this.part() === 'following') return this.follower.emit(event, payload);
    const data = await this.transport.emit(event, payload);
    if (event === 'sync') this.sharePlace(data as SyncPage);
    return data;
  }

  private join(): void {
    const userId = this.config.userId();
    const { cursor, platform } = this;
    if (cursor === null) return;
    if (platform === null || userId === null) return this.transport.start(cursor);

    const leader = `eventide ${VERSION} ${this.config.url ?? ''} ${userId}`;
    this.follow('connecting');
    const channel = platform.openChannel(leader, (message) => this.hear(message));
    const election = new LeaderElection(platform.locks, { leader, own: this.thisTab.lock }, {
      elected: () => this.lead(cursor),
      deposed: () => this.depose(),
      ask: () => channel.post({ kind: 'ping' }),
    });
    this.group = { channel, election };
    this.showVisibility();
    channel.post({ kind: 'ping' });
  }

  private leave(): void {
    this.part.set('alone');
    this.follower.end();
    this.lastWord = null;
    this.speaker = new Speaker();
    this.group?.election.withdraw();
    this.group?.channel.close();
    this.group = null;
  }

  private follow(status: 'connecting' | 'reconnecting'): void {
    this.follower.begin({ status });
    this.part.set('following');
    this.role.leads.set(false);
    this.role.speaks.set(false);
  }

  private lead(cursor: () => Cursor | null): void {
    this.follower.end();
    this.part.set('leading');
    this.role.leads.set(true);
    // Only a retry takes a fresh token, after the last one was refused.
    if (this.gaveUp) this.transport.retryNow();
    else this.transport.start(cursor);
    this.gaveUp = false;
    // Tabs that are gone are forgotten; the others say anew whether they are seen, when they hear a new leader.
    this.speaker = new Speaker();
    this.showVisibility();
  }

  private depose(): void {
    this.follow('reconnecting');
    this.transport.stop();
  }

  private resign(): void {
    this.gaveUp = true;
    this.leave();
  }

  private hear(message: TabMessage): void {
    if (message.kind === 'visible') this.speaker.note(message.tab, message.visible);
    if (this.part() === 'leading') this.group?.election.ifLeading(() => this.hearFollower(message));
    else if (this.part() === 'following') this.hearLeader(message);
  }

  private hearFollower(message: TabMessage): void {
    if (message.kind === 'ping') this.tell();
    if (message.kind === 'visible') this.tellChange();
    if (message.kind === 'retry') this.transport.retryNow();
    if (message.kind === 'request') void this.carryOut(message);
  }

  private hearLeader(message: TabMessage): void {
    if (message.kind === 'event' || message.kind === 'leading') this.group?.election.heard();
    if (message.kind === 'event') this.received.next(message);
    if (message.kind === 'answer') this.follower.answered(message);
    if (message.kind !== 'leading') return;
    this.role.speaks.set(message.speaker === this.thisTab.id);
    if (this.follower.hear(message)) this.showVisibility();
  }

  private async carryOut({ from, id, event, payload }: TabRequest): Promise<void> {
    const answer = await this.answerTo(event, payload);
    this.group?.channel.post({ kind: 'answer', to: from, id, answer });
    if (event === 'sync' && answer.ok) this.sharePlace(answer.data as SyncPage);
  }

  /**
   * The server counts by connection: what a page has brought to one tab, it takes for brought to all of them, and sends
   * no frame of it any more.
   */
  private sharePlace(page: SyncPage): void {
    if (this.part() === 'leading' && !page.more) this.passOn('sync', placePage(page));
  }

  private async answerTo(event: ClientEvent, payload: unknown): Promise<Ack<unknown>> {
    try {
      return { ok: true, data: await this.transport.emit(event, payload as ClientEvents[typeof event]['payload']) };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { code, message, retryable } = error;
      return { ok: false, error: { code, message, retryable } };
    }
  }

  private take(event: ServerEvent, payload: unknown): void {
    if (this.part() === 'leading') this.group?.election.ifLeading(() => this.passOn(event, payload));
    else this.received.next({ event, payload });
  }

  /** The state goes first: a page that followers can't use makes them ask, which they do only while it is live. */
  private passOn(event: ServerEvent, payload: unknown): void {
    this.tellChange();
    this.group?.channel.post({ kind: 'event', event, payload });
    this.received.next({ event, payload });
  }

  private tellChange(): void {
    const { state, speaker } = this.word();
    const told = this.lastWord;
    if (told === null || told.speaker !== speaker || !sameState(told.state, state)) this.tell();
  }

  private tell(): void {
    const word = this.word();
    this.lastWord = word;
    this.role.speaks.set(word.speaker === this.thisTab.id);
    this.group?.channel.post(word);
  }

  private word(): Leading {
    const speaker = this.speaker.choose(this.thisTab.id);
    return { kind: 'leading', leader: this.thisTab.id, state: this.transport.state(), speaker };
  }

  private showVisibility(visible = this.page.isVisible()): void {
    this.speaker.note(this.thisTab.id, visible);
    this.group?.channel.post({ kind: 'visible', tab: this.thisTab.id, visible });
    if (this.part() === 'leading') this.tellChange();
  }

  private suspend(): void {
    if (this.group === null) return;
    this.suspended = true;
    this.leave();
    this.transport.stop();
  }

  private resume(): void {
    if (!this.suspended) return;
    this.suspended = false;
    this.join();
  }
}
