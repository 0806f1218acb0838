import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { refusedFrom } from '../auth/principal.js';
import { Clock } from '../platform/clock.js';
import { Recurring } from '../platform/recurring.js';
import type { Line } from './line.js';
import { OpenLines } from './open-lines.js';

const SWEEP_MS = 1_000;
const LONGEST_WARNING_MS = 60_000;

/**
 * When a line ends, which is when its token could no longer open it, and when its client is to be told: so much before
 * the token expires. In milliseconds since 1970.
 */
export function expiryOf({ principal, openedAt }: Pick<Line, 'principal' | 'openedAt'>): { warnAt: number; expiresAt: number; endsAt: number } {
  const expiresAt = principal.expiresAt * 1_000;
  const from = principal.issuedAt === undefined ? openedAt : principal.issuedAt * 1_000;
  const halfLife = Math.max(0, (expiresAt - from) / 2);
  return { warnAt: expiresAt - Math.min(LONGEST_WARNING_MS, halfLife), expiresAt, endsAt: refusedFrom(principal) };
}

/** Ends connections and streams with their tokens, and warns before. One sweep for all instead of a timer each. */
@Injectable()
export class Expiry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger(Expiry.name);
  readonly #sweeping = new Recurring(
    SWEEP_MS,
    async () => this.sweep(this.clock.now()),
    (error) => this.#log.error({ msg: 'The sweep for expired tokens failed', err: error }),
  );

  constructor(
    private readonly lines: OpenLines,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.#sweeping.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#sweeping.stop();
  }

  sweep(now: number): void {
    for (const line of this.lines.all()) {
      const { warnAt, expiresAt, endsAt } = expiryOf(line);
      if (now >= endsAt) line.close('token_expired');
      else if (now >= warnAt) line.warn(Math.max(0, expiresAt - now));
    }
  }
}
