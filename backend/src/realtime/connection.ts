import { CLOSINGS, type ClosingCode, type Cursor, type ServerEvents, type SyncPage } from '@eventide/contracts';
import type { UserPrincipal } from '../auth/principal.js';
import type { CommandContext } from './commands.js';
import type { Frame } from './frame.js';
import type { FrameWriter } from './frame-writer.js';
import type { Line } from './line.js';
import { Outlet, type OutletState } from './outlet.js';
import type { RealtimeMetrics } from './realtime-metrics.js';

/** A frame that comes before its turn waits this long for the missing one; then the missing one is read. */
const HOLE_MS = 100;
const MOST_UNSENT_BYTES = 1024 * 1024;

/** What a connection needs of its surroundings. */
export interface ConnectionParts {
  connectionId: string;
  principal: UserPrincipal;
  writer: FrameWriter;
  metrics: RealtimeMetrics;
  /** Reads what is missing and hands it to {@link Connection.heal}. */
  fill: (connection: Connection) => void;
}

/**
 * One device of one person, by whatever transport. Frames pass its {@link Outlet}, so the client sees each stream in
 * order and once; a client that does not read is cut. After {@link close} everything else does nothing.
 */
export class Connection implements CommandContext, Line {
  readonly connectionId: string;
  readonly openedAt = Date.now();
  /** The client's last `ack`: what it says it has applied. */
  applied: { inbox: number; all: number } = { inbox: 0, all: 0 };
  /** Why the server closed it, if it did. */
  closedFor: ClosingCode | undefined;
  #principal: UserPrincipal;
  #closed = false;
  #warned = false;
  #hole: NodeJS.Timeout | undefined;
  readonly #outlet: Outlet;

  constructor(private readonly parts: ConnectionParts) {
    this.connectionId = parts.connectionId;
    this.#principal = parts.principal;
    this.#outlet = new Outlet((frame) => parts.writer.write(frame.event, frame.payload));
  }

  get principal(): UserPrincipal {
    return this.#principal;
  }

  get userId(): string {
    return this.#principal.userId;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** See {@link Outlet.sent}. */
  get sent(): Readonly<Cursor> | null {
    return this.#outlet.sent;
  }

  get state(): OutletState {
    return this.#outlet.state;
  }

  /** Goes on under a newer token of the same person. */
  renew(principal: UserPrincipal): void {
    this.#principal = principal;
    this.#warned = false;
  }

  offer(frame: Frame): void {
    if (this.#closed) return;
    this.parts.metrics.frame(this.#outlet.offer(frame));
    this.#watchHole();
    this.#cutIfSlow();
  }

  /** Writes a page: as the event `sync`, or by `send` when it answers the client's own. */
  page(page: SyncPage, send: () => void = () => this.parts.writer.write('sync', page)): void {
    if (this.#closed) return;
    this.parts.writer.writePage(send);
    this.#outlet.cover(page);
    this.#watchHole();
    this.#cutIfSlow();
  }

  /** Writes an event without a place; before the first page it is dropped, since `sync` comes first. */
  send<E extends 'messageToClient' | 'tokenExpiring' | 'signal'>(event: E, payload: ServerEvents[E]): void {
    if (this.#closed || this.#outlet.state === 'buffering') return;
    this.parts.writer.write(event, payload);
    this.#cutIfSlow();
  }

  /** Waits for the first page; once for each token. */
  warn(expiresInMs: number): void {
    if (this.#warned || this.#outlet.state === 'buffering') return;
    this.#warned = true;
    this.send('tokenExpiring', { expiresInMs });
  }

  /** Runs `send`, which answers a command by its ack. */
  answer(send: () => void): void {
    if (this.#closed) return;
    send();
    this.#cutIfSlow();
  }

  close(code: ClosingCode, afterMs?: number): void {
    if (this.#closed) return;
    this.closedFor = code;
    this.parts.metrics.closing(code);
    const { reconnect } = CLOSINGS[code];
    this.parts.writer.write('closing', { code, reconnect, ...(afterMs !== undefined && { afterMs }) });
    this.ended();
    this.parts.writer.close(code === 'slow_consumer' ? 'cut' : reconnect ? 'return' : 'leave');
  }

  /** The transport has closed. */
  ended(): void {
    this.#closed = true;
    clearTimeout(this.#hole);
  }

  #watchHole(): void {
    if (!this.#outlet.gap) {
      clearTimeout(this.#hole);
      this.#hole = undefined;
      return;
    }
    this.#hole ??= setTimeout(() => {
      this.#hole = undefined;
      this.parts.fill(this);
    }, HOLE_MS);
  }

  #cutIfSlow(): void {
    if (this.parts.writer.unsentBytes > MOST_UNSENT_BYTES) this.close('slow_consumer');
  }
}
