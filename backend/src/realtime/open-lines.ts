import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Revocation } from '../auth/revocation.js';
import { isRevoked } from '../auth/revocations.store.js';
import { Env } from '../platform/env.js';
import { refuse } from './connect-refusal.js';
import { drain } from './drain.js';
import type { Line } from './line.js';

const RETRY_MS = 1_000;

/** Everything that is held open at this process, whatever goes over it: how many each person may have, and when it ends. */
@Injectable()
export class OpenLines implements BeforeApplicationShutdown {
  readonly #byUser = new Map<string, Set<Line>>();
  #draining = false;

  constructor(private readonly env: Env) {}

  /**
   * From here to {@link add} the caller must not wait, so that the count holds.
   * @throws ConnectRefused when the person has as many as one may have, or when this node stops
   */
  assertRoom(userId: string): void {
    if (this.#draining) throw refuse('unavailable', RETRY_MS);
    if (this.of(userId).size >= this.env.limits.connectionsPerUser) throw refuse('too_many_connections');
  }

  add(line: Line): void {
    const { userId } = line.principal;
    const others = this.#byUser.get(userId);
    if (others) others.add(line);
    else this.#byUser.set(userId, new Set([line]));
  }

  /** Forgets one that has ended; again does nothing. */
  remove(line: Line): void {
    const { userId } = line.principal;
    const others = this.#byUser.get(userId);
    others?.delete(line);
    if (others?.size === 0) this.#byUser.delete(userId);
  }

  *all(): Generator<Line> {
    for (const lines of this.#byUser.values()) yield* lines;
  }

  get isEmpty(): boolean {
    return this.#byUser.size === 0;
  }

  /** Closes what a revocation concerns. */
  revoke(revocation: Revocation): void {
    for (const line of [...this.of(revocation.userId)]) {
      if (isRevoked(line.principal, revocation)) line.close('revoked');
    }
  }

  /** Lets nobody in from now on, and asks everyone to come back to another node. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#draining = true;
    await drain([...this.all()]);
  }

  private of(userId: string): ReadonlySet<Line> {
    return this.#byUser.get(userId) ?? new Set();
  }
}
