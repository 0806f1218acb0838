import { Injectable, Logger } from '@nestjs/common';
import { isEpoch, isPlace, type PartialCursor } from '@eventide/contracts';
import type { UserPrincipal } from '../auth/principal.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { before, DEADLINES, fromNow } from '../platform/deadline.js';
import { toDomainError } from '../platform/failure.js';
import { ConnectRefused, refuse } from './connect-refusal.js';
import { Connection } from './connection.js';
import { Connections } from './connections.js';
import type { FrameWriter } from './frame-writer.js';
import { Healer } from './healer.js';
import { OpenLines } from './open-lines.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import { Sync } from './sync.js';

/** Above this many first pages in the queue, newcomers are asked to come back. */
const MOST_WAITING_PAGES = 500;
const MOST_HANDSHAKES = 500;
const RETRY_MS = 1_000;

/** A client that wants in, whatever it is. */
export interface Newcomer {
  connectionId: string;
  writer: FrameWriter;
}

/** One that has not said yet who it is. */
export interface Handshake extends Newcomer {
  auth: unknown;
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

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly connections: Connections,
    private readonly lines: OpenLines,
    private readonly sync: Sync,
    private readonly healer: Healer,
    private readonly metrics: RealtimeMetrics,
  ) {}

  /** @throws ConnectRefused */
  async admit(handshake: Handshake): Promise<Connection> {
    this.#underway += 1;
    try {
      this.#assertIdle();
      return this.#open(handshake, await this.#principalOf(handshake.auth));
    } catch (error) {
      throw this.#refused(error);
    } finally {
      this.#underway -= 1;
    }
  }

  /**
   * Lets in who is known already.
   * @throws ConnectRefused
   */
  enter(newcomer: Newcomer, principal: UserPrincipal): Connection {
    try {
      this.#assertIdle();
      return this.#open(newcomer, principal);
    } catch (error) {
      throw this.#refused(error);
    }
  }

  #assertIdle(): void {
    if (this.#underway > MOST_HANDSHAKES || this.sync.backlog > MOST_WAITING_PAGES) throw refuse('overloaded', RETRY_MS);
  }

  async #principalOf(auth: unknown): Promise<UserPrincipal> {
    const token = field(auth, 'token');
    if (typeof token !== 'string') throw refuse('unauthorized');
    return before(fromNow(DEADLINES.database), this.verifier.verify(token));
  }

  #open({ connectionId, writer }: Newcomer, principal: UserPrincipal): Connection {
    this.lines.assertRoom(principal.userId);
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

  #refused(error: unknown): ConnectRefused {
    const refused = this.#refusalOf(error);
    this.metrics.refused(refused.data.code);
    return refused;
  }

  #refusalOf(error: unknown): ConnectRefused {
    if (error instanceof ConnectRefused) return error;
    const known = toDomainError(error);
    if (known.code === 'unauthorized' || known.code === 'token_expired') return refuse(known.code);
    if (known.code === 'internal') this.#log.error({ msg: 'A handshake failed', err: error });
    return refuse('unavailable', RETRY_MS);
  }
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
