import type { Signal } from '@angular/core';
import type { ClientEvent, ClientEvents, Cursor, ServerEvent, ServerEvents } from '@eventide/contracts';
import type { Observable } from 'rxjs';
import type { ConnectionState } from './connection-status';

/**
 * The connection to Eventide, whatever carries it. Between `start` and `stop` it is kept up: lost connections are
 * made again, tokens renewed, and the server's word on when to return is obeyed. Each connection begins with a `sync`
 * page for the cursor that `cursor` gave at that moment; frames arrive in order and at most once per connection.
 */
export abstract class RealtimeClient {
  abstract readonly state: Signal<ConnectionState>;

  /** Connects, and stays connected. `cursor`: up to where the caller holds the streams; null: nothing. */
  abstract start(cursor: () => Cursor | null): void;

  /** Disconnects and forgets; nothing arrives after it. */
  abstract stop(): void;

  /** Tries at once if a try is waiting for its time, or was given up. */
  abstract retryNow(): void;

  /** What the server sends under this name, over all connections, until unsubscribed. */
  abstract listen<E extends ServerEvent>(event: E): Observable<ServerEvents[E]>;

  /**
   * Sends and waits for the answer. Rejects with a `RequestError`: the server's refusal, or `unavailable` when there
   * is no connection, it was lost meanwhile, or no answer came within 10 s.
   */
  abstract emit<E extends ClientEvent>(
    event: E,
    payload: ClientEvents[E]['payload'],
  ): Promise<ClientEvents[E]['data']>;
}
