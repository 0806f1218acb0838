import type { ServerEvents } from '@eventide/contracts';
import type { Frame } from './frame.js';

/**
 * Hands committed changes to connections: first to this process's own, then through Redis to other nodes.
 * At most once and best effort: it never throws, never waits, and never delays the caller for Redis. What is lost is
 * found by reconciliation. Call it in commit order and only after the commit.
 */
export abstract class RealtimePublisher {
  abstract publish(frames: readonly Frame[]): void;

  /**
   * The same for many frames of bulk work: to other nodes as one message. All of them read it, whoever is connected
   * there, which costs less than a message for each frame. At most some hundred at a time.
   */
  abstract publishTogether(frames: readonly Frame[]): void;

  /** A frame without a place (`messageToClient`) to all connections of one person. */
  abstract sendToUser<E extends 'messageToClient'>(userId: string, event: E, payload: ServerEvents[E]): void;
}
