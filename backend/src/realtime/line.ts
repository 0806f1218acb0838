import type { ClosingCode } from '@eventide/contracts';
import type { UserPrincipal } from '../auth/principal.js';

/** Something that a person holds open under a token: a device's connection, or a feature's stream. */
export interface Line {
  readonly principal: UserPrincipal;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** Tells the client once that its token ends in so many milliseconds. */
  warn(expiresInMs: number): void;
  /** Says why, then closes; again does nothing. `afterMs`: the client is asked not to come back earlier. */
  close(code: ClosingCode, afterMs?: number): void;
}
