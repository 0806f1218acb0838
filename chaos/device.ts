import type { Ack, Closing, Cursor, SyncPage, UpdateAnswer, UpdateCommand } from '@eventide/contracts';
import { PROVEN_AFTER_MS, countUnreadAnnouncements, nextStep, type ConnectionEnd, type Frame, type Step } from './client-rule.js';
import { SHIPPED_CLIENT, type DeviceClient } from './device-client.js';
import type { History } from './history.js';
import { notesOf } from './notes.js';
import { pick, type Random } from './random.js';
import { SocketWire } from './socket-wire.js';
import type { OpenWire, Wire } from './wire.js';

const CONNECT_TIMEOUT_MS = 10_000;
const PAGE_PAUSE_MS = 500;
const FRAMES = ['newNotification', 'notificationChanged', 'announcement', 'announcementChanged'] as const;

/** An address that devices may connect to. */
export interface Route {
  node: string;
  url: string;
}

export interface DeviceParts {
  user: string;
  number: number;
  history: History;
  random: Random;
  routes: readonly Route[];
  token: () => Promise<string>;
  client?: DeviceClient;
  /** By sockets unless said. */
  transport?: OpenWire;
}

const BY_SOCKET: OpenWire = (options) => new SocketWire(options);

/**
 * One simulated device: the client's rule and way of coming back that ship in the library, on one of the transports.
 * It connects to any of the routes, as through a balancer. Writes down all that it gets, applies and shows.
 */
export class Device {
  readonly name: string;
  readonly user: string;
  readonly #parts: DeviceParts;
  readonly #client: DeviceClient;
  #state;
  #wire: Wire | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closing: Closing | null = null;
  #failures = 0;
  #liveSince: number | null = null;
  /** Counts tries, so that nothing of an abandoned one counts. */
  #attempt = 0;
  #loading = false;
  #node: string | null = null;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.#client = parts.client ?? SHIPPED_CLIENT;
    this.#state = this.#client.empty;
    this.user = parts.user;
    this.name = `${parts.user}/${parts.number}`;
  }

  get connected(): boolean {
    return this.#wire?.connected ?? false;
  }

  /** The node that it is connected to. */
  get node(): string | null {
    return this.connected ? this.#node : null;
  }

  get cursor(): Cursor | null {
    return this.#state.cursor;
  }

  get state() {
    return this.#state;
  }

  /** The running connection, to be tampered with. */
  get wire(): Wire | null {
    return this.#wire;
  }

  start(): void {
    void this.#connect();
  }

  stop(): void {
    this.#abandon();
  }

  /** Goes on with another cursor, as a device whose storage is old or strange. */
  pretend(cursor: Cursor): void {
    this.#state = { ...this.#state, cursor };
    this.#note('apply', { stream: 'inbox', way: 'reset', epoch: cursor.epoch, from: -1, prev: 0, seq: cursor.inbox, single: false });
    this.#note('apply', { stream: 'all', way: 'reset', epoch: cursor.epoch, from: -1, prev: 0, seq: cursor.all, single: false });
    this.#note('pretend', {});
  }

  /** Sends one command; null when there was no answer, or one that asks to try again. */
  async update(command: UpdateCommand): Promise<Ack<UpdateAnswer> | null> {
    const answer: Ack<UpdateAnswer> | null = (await this.#wire?.ask('update', command)) ?? null;
    return answer?.ok === false && answer.error.retryable ? null : answer;
  }

  /** Writes down what is held and shown. */
  rest(): void {
    const { cursor, items, announcements, heldFrom, unread } = this.#state;
    this.#note('rest', {
      connected: this.connected,
      epoch: cursor?.epoch ?? '',
      inbox: cursor?.inbox ?? 0,
      all: cursor?.all ?? 0,
      unread,
      unreadAll: countUnreadAnnouncements(announcements.values()),
      heldFrom,
      items: [...items.values()].map(({ id, readStatus }) => ({ id, read: readStatus === 'read' })),
      announcements: [...announcements.values()].map(({ id, readStatus }) => ({ id, read: readStatus === 'read' })),
    });
  }

  async #connect(): Promise<void> {
    const route = pick(this.#parts.random, this.#parts.routes);
    if (!route) throw new Error('There is no way to any node');
    this.#abandon();
    const attempt = this.#attempt;
    const token = await this.#parts.token();
    if (attempt !== this.#attempt) return;
    const open = this.#parts.transport ?? BY_SOCKET;
    this.#wire = open({
      url: route.url,
      token,
      cursor: this.#client.handshake(this.#state),
      events: {
        opened: () => this.#opened(route),
        received: (event, payload) => this.#received(event, payload),
        ended: (end) => this.#ended(end),
      },
    });
    this.#timer = setTimeout(() => this.#ended({ kind: 'lost' }), CONNECT_TIMEOUT_MS);
  }

  #received(event: string, payload: unknown): void {
    this.#note('receive', { event, tags: notesOf(payload) });
    if (event === 'closing') this.#closing = payload as Closing;
    else if (event === 'sync') this.#page(payload as SyncPage);
    else if (FRAMES.some((frame) => frame === event)) this.#frame({ event, data: payload } as Frame);
  }

  #opened({ node }: Route): void {
    clearTimeout(this.#timer);
    this.#liveSince = Date.now();
    this.#node = node;
    this.#note('connect', { node });
  }

  #ended(how: ConnectionEnd): void {
    const end: ConnectionEnd = how.kind === 'lost' && this.#closing ? { kind: 'closed', closing: this.#closing } : how;
    if (this.#liveSince !== null && Date.now() - this.#liveSince >= PROVEN_AFTER_MS) this.#failures = 0;
    const tries = { failures: this.#failures, tokenWasFresh: true, online: true };
    const step = nextStep(end, tries, this.#parts.random);
    this.#failures += 1;
    this.#abandon();
    this.#note('disconnect', { reason: end.kind === 'refused' ? end.refusal.code : end.kind === 'closed' ? end.closing.code : end.kind });
    if (step.kind === 'retry') this.#timer = setTimeout(() => void this.#connect(), step.afterMs);
  }

  #abandon(): void {
    clearTimeout(this.#timer);
    this.#attempt += 1;
    const wire = this.#wire;
    this.#wire = null;
    wire?.close();
    this.#closing = null;
    this.#liveSince = null;
  }

  #page(page: SyncPage): void {
    const before = this.#state.cursor;
    this.#take(this.#client.applyPage(this.#state, page));
    const after = this.#state.cursor;
    const taken = page.mode === 'reset' || this.#client.connects(before, page);
    if (after && taken) this.#noteSteps(before, after, page);
    this.#noteCount();
  }

  #noteSteps(before: Cursor | null, after: Cursor, page: SyncPage): void {
    for (const stream of ['inbox', 'all'] as const) {
      const from = before?.epoch === after.epoch ? before[stream] : -1;
      const followed = page.mode === 'delta' ? page.from[stream] : 0;
      // A page may have set frames free that waited for it: they are part of the same step.
      this.#note('apply', { stream, way: page.mode, epoch: after.epoch, from, prev: followed, seq: after[stream], single: false });
    }
  }

  #frame(frame: Frame): void {
    const before = this.#state.cursor;
    this.#take(this.#client.receiveFrame(this.#state, frame));
    const after = this.#state.cursor;
    for (const stream of ['inbox', 'all'] as const) {
      if (!before || !after || before[stream] === after[stream]) continue;
      const single = frame.event === 'newNotification' || frame.event === 'announcement';
      this.#note('apply', { stream, way: 'frame', epoch: after.epoch, from: before[stream], prev: frame.data.prev, seq: after[stream], single });
    }
    this.#noteCount();
  }

  #take({ state, arrivals }: Step): void {
    this.#state = state;
    for (const { item } of arrivals) this.#note('display', { id: item.id });
    void this.#load();
  }

  #noteCount(): void {
    const { cursor, wantsPage, unread, ready } = this.#state;
    if (cursor && ready && !wantsPage) this.#note('count', { epoch: cursor.epoch, seq: cursor.inbox, unread });
  }

  /** Asks for pages while some are wanted, one at a time; without a connection the next one begins with a page. */
  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    while (this.#state.wantsPage && this.connected) {
      const asked = this.#state.cursor;
      const answer: Ack<SyncPage> | undefined | null = await this.#wire?.ask('sync', asked ?? {});
      if (answer?.ok) this.#page(answer.data);
      if (this.#state.wantsPage && this.#state.cursor?.inbox === asked?.inbox) await new Promise((resolve) => setTimeout(resolve, PAGE_PAUSE_MS));
    }
    this.#loading = false;
  }

  readonly #note = ((kind: string, fields: object) => this.#parts.history.add(this.name, { kind, ...fields } as never)) as Note;
}

type Written = Parameters<History['add']>[1];
type Note = <K extends Written['kind']>(kind: K, fields: Omit<Extract<Written, { kind: K }>, 'kind'>) => void;
