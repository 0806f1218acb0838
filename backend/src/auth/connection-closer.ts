import type { Revocation } from './revocation.js';

/**
 * Closes connections that a revocation concerns, on all nodes, with `closing {revoked}`. Best effort: it never throws
 * nor waits; what is missed is found by reconciliation, which reads the stored revocations.
 */
export abstract class ConnectionCloser {
  abstract close(revocation: Revocation): void;
}
