import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { PartialCursor } from '@eventide/contracts';
import { toDomainError } from '../platform/failure.js';
import { ClusterLink } from './cluster-link.js';
import type { Connection } from './connection.js';
import { Sync } from './sync.js';

const RETRY_MS = 1_000;

/** Sends an admitted connection its first page, before anything else. */
@Injectable()
export class Welcome {
  readonly #log = new Logger(Welcome.name);

  constructor(
    private readonly sync: Sync,
    private readonly cluster: ClusterLink,
  ) {}

  /**
   * As {@link firstPage}, for a client that can't ask: the pages that follow go out too, each when the one before has.
   * @param drained resolves when what was written has left this process
   */
  async allPages(connection: Connection, cursor: PartialCursor, drained: () => Promise<void>): Promise<void> {
    await this.firstPage(connection, cursor);
    while (!connection.closed && connection.state === 'catching-up') {
      await drained();
      await this.firstPage(connection, connection.sent ?? cursor);
    }
  }

  /**
   * Reads the page after `cursor` and sets the connection going; while the database is away, again and again until it
   * answers or the client leaves. Never throws.
   */
  async firstPage(connection: Connection, cursor: PartialCursor): Promise<void> {
    await this.cluster.hears(connection.userId);
    while (!connection.closed) {
      try {
        connection.page(await this.sync.page(connection.userId, cursor));
        return;
      } catch (error) {
        if (toDomainError(error).code === 'internal') {
          this.#log.error({ msg: 'A first page failed', connectionId: connection.connectionId, err: error });
        }
        await delay(RETRY_MS * (1 + Math.random()), undefined, { ref: false });
      }
    }
  }
}
