import { Injectable, Logger } from '@nestjs/common';
import { isEpoch, isPlace, type ConnectErrorCode, type ConnectErrorData, type PartialCursor } from '@eventide/contracts';
import type { UserPrincipal } from '../auth/principal.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { before, DEADLINES, fromNow } from '../platform/deadline.js';
import { Env } from '../platform/env.js';
import { toDomainError } from '../platform/failure.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import type { FrameWriter } from './frame-writer.js';
import { Healer } from './healer.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import { Sync } from './sync.js';

/** Above this many first pages in the queue, newcomers are asked to come back. */
const MOST_WAITING_PAGES = 500;
const MOST_HANDSHAKES = 500;
const RETRY_MS = 1_000;

/** Why a handshake is refused. Socket.IO hands `data` to the client's `connect_error`. */
export class ConnectRefused extends Error {
  constructor(readonly data: ConnectErrorData) {
    super(data.code);
    this.name = ConnectRefused.name;
  }
}

/** What a client says when it connects, whatever it is. */
export interface Handshake {
  connectionId: string;
  auth: unknown;
  writer: FrameWriter;
}

/**
 * Lets connections in. A connection that is admitted is in the index and buffers its frames; whoever called then
 * subscribes to the person's channel and only after that reads the first page, so that a change committed meanwhile is
 * in the page or in the buffer.
 */
@Injectable()
export class Connect {
  readonly #log = new Logger(Connect.name);
  #underway = 0;
  #draining = false;

  constructor(
    private readonly env: Env,
    private readonly verifier: TokenVerifier,
    private readonly connections: Connections,
    private readonly sync: Sync,
    private readonly healer: Healer,
    private readonly metrics: RealtimeMetrics,
  ) {}

  /** Refuses everyone from now on. */
  drain(): void {
    this.#draining = true;
  }

  /** @throws ConnectRefused */
  async admit(handshake: Handshake): Promise<Connection> {
    this.#underway += 1;
    try {
      this.#assertRoom();
      const principal = await this.#principalOf(handshake.auth);
      this.#assertUserHasRoom(principal);
      return this.#open(handshake, principal);
    } catch (error) {
      const refused = this.#refusal(error);
      this.metrics.refused(refused.data.code);
      throw refused;
    } finally {
      this.#underway -= 1;
    }
  }

  #assertRoom(): void {
    if (this.#draining) throw refuse('unavailable', RETRY_MS);
    if (this.#underway > MOST_HANDSHAKES || this.sync.backlog > MOST_WAITING_PAGES) throw refuse('overloaded', RETRY_MS);
  }

  /** The limit is per node. From here to the entry in the index nothing waits, so that the count holds. */
  #assertUserHasRoom({ userId }: UserPrincipal): void {
    if (this.connections.of(userId).size >= this.env.limits.connectionsPerUser) throw refuse('too_many_connections');
  }

  async #principalOf(auth: unknown): Promise<UserPrincipal> {
    const token = field(auth, 'token');
    if (typeof token !== 'string') throw refuse('unauthorized');
    return before(fromNow(DEADLINES.database), this.verifier.verify(token));
  }

  #open({ connectionId, writer }: Handshake, principal: UserPrincipal): Connection {
    const connection = new Connection({
      connectionId,
      principal,
      writer,
      metrics: this.metrics,
      fill: (behind) => void this.healer.heal(behind, 'hole'),
    });
    this.connections.add(connection);
    return connection;
  }

  #refusal(error: unknown): ConnectRefused {
    if (error instanceof ConnectRefused) return error;
    const known = toDomainError(error);
    if (known.code === 'unauthorized' || known.code === 'token_expired') return refuse(known.code);
    if (known.code === 'internal') this.#log.error({ msg: 'A handshake failed', err: error });
    return refuse('unavailable', RETRY_MS);
  }
}

/** @param retryAfterMs spread over twice that time, so that those who were refused together don't return together */
function refuse(code: ConnectErrorCode, retryAfterMs?: number): ConnectRefused {
  return new ConnectRefused(retryAfterMs === undefined ? { code } : { code, retryAfterMs: spread(retryAfterMs) });
}

function spread(ms: number): number {
  return Math.round(ms * (1 + Math.random()));
}

/** The cursor of a handshake; one that is not whole or not well formed is none. */
export function cursorOf(auth: unknown): PartialCursor {
  const epoch = field(auth, 'epoch');
  const inbox = field(auth, 'inbox');
  const all = field(auth, 'all');
  return isEpoch(epoch) && isPlace(inbox) && isPlace(all) ? { epoch, inbox, all } : {};
}

function field(auth: unknown, name: string): unknown {
  return typeof auth === 'object' && auth !== null ? (auth as Record<string, unknown>)[name] : undefined;
}
