import { Injectable, PendingTasks, type OnDestroy, computed, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { LIMITS, type Cursor, type Json, type NotificationList, type UpdateOp } from '@eventide/contracts';
import { Subject, filter, map, merge, throttleTime, type Observable } from 'rxjs';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { RealtimeClient } from '../realtime/realtime-client';
import { RequestError } from '../realtime/request-error';
import { TabRole } from '../tabs/tab-role';
import { CommandQueue } from './command-queue';
import type { Frame } from './frames';
import { trim } from './held-inbox';
import { InboxApi, type ListQuery } from './inbox-api';
import { InboxCache } from './inbox-cache';
import { InboxHistory, type HistoryFilter } from './inbox-history';
import { EMPTY_INBOX, addListed, applyPage, receiveFrame, type Arrival, type Missed, type Step } from './inbox-state';
import { PageLoader } from './page-loader';
import { showPending, stillPending } from './pending-commands';
import type { Removal } from './removal';
import { fromStored } from './stored-inbox';

const ACK_PERIOD_MS = 1_000;
/** Older notifications are let go, unless a history shows them: a tab may stay open for months. */
const MOST_HELD = 500;

/**
 * The notification center of the person who is signed in: what widgets and hosts read, and what they can do.
 *
 * Commands show at once. Their promises resolve when the server has answered, also with a refusal: that is taken back
 * on screen and said by `problems`. While the outcome is unknown a command is repeated, and stays shown.
 */
@Injectable({ providedIn: 'root' })
export class NotificationCenter implements OnDestroy {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly client = inject(RealtimeClient);
  private readonly api = inject(InboxApi);
  private readonly commands = inject(CommandQueue);
  private readonly cache = inject(InboxCache);
  private readonly role = inject(TabRole);
  private readonly tasks = inject(PendingTasks);

  private readonly inbox = signal(EMPTY_INBOX);
  private person: string | null = null;
  private readonly view = computed(() =>
    showPending(this.inbox(), stillPending(this.inbox(), this.commands.pending())),
  );
  private readonly cursor = computed(() => this.inbox().cursor);
  private readonly arrived = new Subject<Arrival>();
  private readonly absences = new Subject<Missed>();
  private readonly loader = new PageLoader(this.client, {
    wanted: () => (this.inbox().wantsPage ? (this.cursor() ?? {}) : null),
    receive: (page) => this.take(applyPage(this.inbox(), page)),
  });
  private readonly historySource = {
    held: computed(() => [...this.view().items.values()].sort((one, other) => other.createdSeq - one.createdSeq)),
    heldFrom: computed(() => this.inbox().heldFrom),
    ready: computed(() => this.inbox().ready),
    generation: computed(() => this.inbox().generation),
    list: (query: ListQuery) => this.list(query),
    add: (...[list, options]: DropFirst<Parameters<typeof addListed>>) =>
      this.inbox.update((inbox) => addListed(inbox, list, options)),
    open: new Set<InboxHistory>(),
  };

  /** What the server counts, both streams, corrected by what is being done here. Exact, uncapped. */
  readonly unread = computed(() => this.unreadInbox() + this.unreadAnnouncements());
  readonly unreadInbox = computed(() => this.view().unreadInbox);
  readonly unreadAnnouncements = computed(() => this.view().unreadAnnouncements);
  /** The newest notifications without a gap, newest first; `history` leads further back. */
  readonly notifications = new InboxHistory(this.historySource, 'all').items;
  /** The running announcements, newest first. */
  readonly announcements = computed(() =>
    [...this.view().announcements.values()].sort((one, other) => other.createdSeq - one.createdSeq),
  );
  readonly connection = this.client.state;
  /** The first page is applied: counts and lists are true. */
  readonly ready = this.historySource.ready;
  /** What has just happened and wasn't seen before, in one tab of this browser: what toasts show. */
  readonly arrivals: Observable<Arrival> = this.arrived.asObservable();
  /** How much came while the connection was away: told once after it, in one tab, instead of an arrival for each. */
  readonly missed: Observable<Missed> = this.absences.asObservable();
  /** Sentences for the person about commands that the server refused. */
  readonly problems: Observable<string> = this.commands.problems;

  constructor() {
    framesOf(this.client)
      .pipe(takeUntilDestroyed())
      .subscribe((frame) => this.take(receiveFrame(this.inbox(), frame)));
    this.client
      .listen('sync')
      .pipe(takeUntilDestroyed())
      .subscribe((page) => this.take(applyPage(this.inbox(), page)));
    toObservable(this.cursor)
      .pipe(throttleTime(ACK_PERIOD_MS, undefined, { leading: false, trailing: true }), takeUntilDestroyed())
      .subscribe((cursor) => void this.acknowledge(cursor));
    effect(() => {
      const userId = this.config.userId();
      untracked(() => this.changePerson(userId));
    });
    effect(() => {
      if (this.role.leads() && this.connection().status === 'live') untracked(() => void this.commands.inherit());
    });
    effect(() => {
      const inbox = this.inbox();
      if (this.role.leads()) this.cache.keep(inbox);
    });
  }

  ngOnDestroy(): void {
    this.forget();
    this.arrived.complete();
    this.absences.complete();
  }

  markRead(ids: readonly string[]): Promise<void> {
    const { items } = this.view();
    return this.updateItems('read', ids.filter((id) => items.get(id)?.readStatus !== 'read'));
  }

  markUnread(ids: readonly string[]): Promise<void> {
    const { items } = this.view();
    return this.updateItems('unread', ids.filter((id) => items.get(id)?.readStatus !== 'unread'));
  }

  /** Deletes for good. */
  remove(ids: readonly string[]): Promise<void> {
    return this.updateItems('remove', ids);
  }

  /** Deletes on screen, and for good as soon as the removal is told to, at `flush`, or when the page may end. */
  removeWithUndo(id: string): Removal {
    return this.commands.remove(id);
  }

  /**
   * Sends what could still be undone. Resolves when all commands are answered, and after 2 s in any case: to be
   * awaited before signing out.
   */
  flush(): Promise<void> {
    return this.commands.flush();
  }

  /** Marks all that is held read, announcements too; what arrives from now on stays unread. */
  async markAllRead(): Promise<void> {
    const cursor = this.cursor();
    if (cursor === null) return;
    const announcementsUpTo = this.announcements()[0]?.createdSeq;
    const { epoch, inbox: upTo } = cursor;
    // What is still being marked unread takes a place above the mark.
    const above = this.commands.pending().flatMap(({ command: { op, ids = [] } }) => (op === 'unread' ? ids : []));
    await Promise.all([
      this.commands.execute({ op: 'readAll', upTo, epoch, announcementsUpTo }),
      this.updateItems('read', [...new Set(above)]),
    ]);
  }

  async markAnnouncementRead(id: string): Promise<void> {
    if (this.view().announcements.get(id)?.readStatus === 'read') return;
    await this.updateItems('announcementRead', [id]);
  }

  /** The inbox under a filter, to be paged back to its beginning; to be closed when it is shown no more. */
  history(filter: HistoryFilter): InboxHistory {
    return new InboxHistory(this.historySource, filter);
  }

  /** What services signal to this person under a topic, from now on: transient, nothing of it is kept. */
  signals(topic: string): Observable<Json> {
    return this.client.listen('signal').pipe(
      filter((signal) => signal.topic === topic),
      map(({ data }) => data),
    );
  }

  /** Tries to connect at once, where a try is waiting for its time or was given up. */
  retryNow(): void {
    this.client.retryNow();
  }

  private changePerson(userId: string | null): void {
    const hasLeft = this.person !== null;
    this.forget();
    this.person = userId;
    if (userId !== null) void this.welcome(userId);
    // A host that doesn't know yet who is signed in says null too: that is no sign-out.
    else if (hasLeft) void this.cache.clear();
  }

  private forget(): void {
    this.client.stop();
    this.commands.reset();
    // A new generation, so that a list asked for by the person before is not added.
    this.inbox.update(({ generation }) => ({ ...EMPTY_INBOX, generation: generation + 1 }));
  }

  /** Shows what this browser has kept of the person, and connects to learn the rest. */
  private async welcome(userId: string): Promise<void> {
    const { generation } = this.inbox();
    if (this.cache.available) {
      const stored = await this.cache.open(userId);
      if (generation !== this.inbox().generation) return;
      const restored = stored && fromStored(stored, generation);
      if (restored) this.inbox.set(restored);
      void this.commands.inherit();
    }
    this.client.start(() => this.cursor());
  }

  private take({ state, arrivals, missed }: Step): void {
    const wasReset = state.generation !== this.inbox().generation;
    const keepFrom = Math.min(...[...this.historySource.open].map((history) => history.keepsFrom()));
    this.inbox.set(trim(state, MOST_HELD, keepFrom));
    this.commands.catchUp(state, { wasReset });
    if (this.role.speaks()) this.tell(arrivals, missed);
    void this.loader.load();
  }

  private tell(arrivals: readonly Arrival[], missed?: Missed): void {
    if (missed) this.absences.next(missed);
    for (const arrival of arrivals) if (!this.isOwn(arrival)) this.arrived.next(arrival);
  }

  /** What one tells everybody oneself is no news. */
  private isOwn({ kind, item }: Arrival): boolean {
    return kind === 'announcement' && item.actor !== undefined && item.actor.id === this.person;
  }

  private async updateItems(op: UpdateOp, ids: readonly string[]): Promise<void> {
    const commands: Promise<void>[] = [];
    for (let start = 0; start < ids.length; start += LIMITS.updateIds) {
      commands.push(this.commands.execute({ op, ids: ids.slice(start, start + LIMITS.updateIds) }));
    }
    await Promise.all(commands);
  }

  /** The application counts as busy meanwhile, so that tests and rendering on a server wait for it. */
  private async list(query: ListQuery): Promise<NotificationList> {
    const done = this.tasks.add();
    try {
      return await this.api.list(query);
    } finally {
      done();
    }
  }

  private async acknowledge(cursor: Cursor | null): Promise<void> {
    // Followers hold what the leader holds, and the server counts by connection.
    if (cursor === null || this.connection().status !== 'live' || !this.role.leads()) return;
    try {
      await this.client.emit('ack', { inbox: cursor.inbox, all: cursor.all });
    } catch (error) {
      // It serves metrics alone; the next one says all that this one would have said.
      if (!(error instanceof RequestError)) throw error;
    }
  }
}

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

function framesOf(client: RealtimeClient): Observable<Frame> {
  return merge(
    client.listen('newNotification').pipe(map((data): Frame => ({ event: 'newNotification', data }))),
    client.listen('notificationChanged').pipe(map((data): Frame => ({ event: 'notificationChanged', data }))),
    client.listen('announcement').pipe(map((data): Frame => ({ event: 'announcement', data }))),
    client.listen('announcementChanged').pipe(map((data): Frame => ({ event: 'announcementChanged', data }))),
  );
}
