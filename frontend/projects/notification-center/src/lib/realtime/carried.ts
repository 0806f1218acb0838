import type { ClientEvent, ClientEvents, Cursor } from '@eventide/contracts';
import type { ConnectionEnd } from './connection-status';

/** One try to be connected, and the connection that comes of it. It never reconnects by itself. */
export interface Carried {
  /** As `RealtimeClient.emit`. */
  emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']>;
  /** Goes on under a newer token of the same person. Rejects with a `RequestError`. */
  renew(token: string): Promise<void>;
  /** Lets go; what comes in afterwards is nobody's. */
  close(): void;
}

/** Whom a connection tells what becomes of it. */
export interface CarriedEvents {
  opened(): void;
  received(event: string, payload: unknown): void;
  ended(end: ConnectionEnd): void;
}

/** With what a connection begins. */
export interface CarriedStart {
  /** Of Eventide; empty for the page's own. */
  readonly origin: string;
  readonly token: string;
  /** Up to where the caller holds the streams, at the moment of asking. */
  cursor(): Cursor | null;
}
