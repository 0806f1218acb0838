import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { PartialCursor } from '@eventide/contracts';
import type { Request, Response } from 'express';
import type { UserPrincipal } from '../auth/principal.js';
import { SseWriter } from '../platform/sse-writer.js';
import { ClusterLink } from './cluster-link.js';
import { refusedStream } from './connect-refusal.js';
import { Connect } from './connect.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { StreamWriter } from './stream-writer.js';
import { Welcome } from './welcome.js';

/** Opens event streams that carry what a socket carries, by the same rules: a device is a device. */
@Injectable()
export class DeviceStreams {
  readonly #log = new Logger(DeviceStreams.name);

  constructor(
    private readonly connect: Connect,
    private readonly connections: Connections,
    private readonly cluster: ClusterLink,
    private readonly welcome: Welcome,
  ) {}

  /**
   * Begins the answer; the pages after `cursor` follow as they are read, and everything else follows them.
   * @throws DomainError `rate_limited` when the person has too many connections, `unavailable` when this node is full or stops
   */
  open(request: Request, response: Response, principal: UserPrincipal, cursor: PartialCursor): void {
    const sse = new SseWriter(request, response);
    const told = { path: request.path, userId: principal.userId, address: request.ip, origin: request.headers.origin };
    const connection = this.#enter(principal, sse, told);
    const { connectionId } = connection;
    this.#log.log({ msg: 'Connected', connectionId, ...told });
    sse.open();
    sse.onClose(() => {
      this.cluster.unfollow(connectionId);
      this.connections.remove(connection);
      this.#log.log({ msg: 'Disconnected', connectionId, closing: connection.closedFor, ...told });
    });
    void this.#begin(connection, cursor, sse);
  }

  #enter(principal: UserPrincipal, sse: SseWriter, told: object): Connection {
    try {
      return this.connect.enter({ connectionId: randomUUID(), writer: new StreamWriter(sse) }, principal);
    } catch (error) {
      throw refusedStream(error, (code) => this.#log.log({ msg: 'Refused', code, ...told }));
    }
  }

  async #begin(connection: Connection, cursor: PartialCursor, sse: SseWriter): Promise<void> {
    await this.cluster.follow(connection.connectionId, connection.userId);
    await this.welcome.allPages(connection, cursor, () => sse.drained());
  }
}
