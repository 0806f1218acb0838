import { Injectable } from '@nestjs/common';
import type { Connection } from './connection.js';
import type { Frame, Message } from './frame.js';
import { OpenLines } from './open-lines.js';
import { RealtimeMetrics } from './realtime-metrics.js';

/** This process's own connections, by id and by person. */
@Injectable()
export class Connections {
  readonly #byId = new Map<string, Connection>();
  readonly #byUser = new Map<string, Set<Connection>>();

  constructor(
    metrics: RealtimeMetrics,
    private readonly lines: OpenLines,
  ) {
    metrics.showConnections(() => this.#byId.size);
  }

  add(connection: Connection): void {
    this.lines.add(connection);
    this.#byId.set(connection.connectionId, connection);
    const others = this.#byUser.get(connection.userId);
    if (others) others.add(connection);
    else this.#byUser.set(connection.userId, new Set([connection]));
  }

  /** Forgets a connection whose transport has closed; again does nothing. */
  remove(connection: Connection): void {
    connection.ended();
    this.lines.remove(connection);
    this.#byId.delete(connection.connectionId);
    const others = this.#byUser.get(connection.userId);
    others?.delete(connection);
    if (others?.size === 0) this.#byUser.delete(connection.userId);
  }

  get(connectionId: string): Connection | undefined {
    return this.#byId.get(connectionId);
  }

  all(): Iterable<Connection> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  users(): string[] {
    return [...this.#byUser.keys()];
  }

  of(userId: string): ReadonlySet<Connection> {
    return this.#byUser.get(userId) ?? new Set();
  }

  /** Offers a frame to everyone it concerns here, at once. */
  deliver(frame: Frame): void {
    const concerned = frame.stream === 'inbox' ? this.of(frame.userId) : this.all();
    for (const connection of concerned) connection.offer(frame);
  }

  send({ userId, event, payload }: Message): void {
    for (const connection of this.of(userId)) connection.send(event, payload);
  }
}
