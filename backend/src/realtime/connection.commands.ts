import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { TokenVerifier } from '../auth/token-verifier.js';
import { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/domain-error.js';
import { place } from '../platform/schemas.js';
import { Commands } from './commands.js';
import { cursorOf } from './connect.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { Sync } from './sync.js';

/** A cursor that is not whole, or of an epoch that never was, is none; a place that is no number is a mistake. */
const cursor = z
  .strictObject({ epoch: z.string().nullish(), inbox: place.nullish(), all: place.nullish() })
  .nullish()
  .transform(cursorOf);
const applied = z.strictObject({ inbox: place, all: place });
const renewal = z.strictObject({ token: z.string() });

/** What a client asks of its connection itself: to catch up, to say how far it is, to stay. */
@Injectable()
export class ConnectionCommands implements OnModuleInit {
  constructor(
    private readonly commands: Commands,
    private readonly connections: Connections,
    private readonly sync: Sync,
    private readonly verifier: TokenVerifier,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.commands.register('sync', cursor, ({ principal }, from) => this.sync.page(principal.userId, from));
    this.commands.register('ack', applied, async ({ connectionId }, places) => {
      this.#connection(connectionId).applied = places;
      return {};
    });
    this.commands.register('refreshToken', renewal, ({ connectionId }, { token }) => this.#renew(connectionId, token));
  }

  /** Nothing changes unless the new token is good and the same person's. */
  async #renew(connectionId: string, token: string): Promise<{ expiresInMs: number }> {
    const principal = await this.verifier.verify(token);
    const connection = this.#connection(connectionId);
    if (principal.userId !== connection.userId) throw new DomainError('forbidden', "The token is another person's.");
    connection.renew(principal);
    return { expiresInMs: Math.max(0, principal.expiresAt * 1_000 - this.clock.now()) };
  }

  #connection(id: string): Connection {
    const connection = this.connections.get(id);
    if (!connection) throw new DomainError('unavailable', 'The connection has closed.');
    return connection;
  }
}
