import type { ServerEvent, ServerEvents } from '@eventide/contracts';

/**
 * The one way from a connection to its client. A socket has one, and an event stream.
 * Nothing here waits and nothing throws: after the transport has closed, writing does nothing.
 */
export abstract class FrameWriter {
  abstract write<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void;

  /**
   * Runs `send`, which writes a sync page. Pages are what a client asked for: while it is on its way, the newest one
   * is not counted in {@link unsentBytes}.
   */
  abstract writePage(send: () => void): void;

  /** What was written and has not left this process yet. */
  abstract get unsentBytes(): number;

  /**
   * Closes the transport.
   * @param manner `return`: the client comes back by itself; `leave`: it does not; `cut`: at once, what is unsent is lost
   */
  abstract close(manner: 'return' | 'leave' | 'cut'): void;
}
