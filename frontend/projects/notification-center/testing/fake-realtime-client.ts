import { Injectable, signal } from '@angular/core';
import type { ClientEvent, ClientEvents, Cursor, ServerEvent, ServerEvents } from '@eventide/contracts';
import { RealtimeClient, type ConnectionState } from '@eventide/notification-center';
import { Subject, filter, map, type Observable } from 'rxjs';

type Answer<E extends ClientEvent> = (
  payload: ClientEvents[E]['payload'],
) => ClientEvents[E]['data'] | Promise<ClientEvents[E]['data']>;

/** A connection without a server: a test says what arrives, what is answered, and when the line is down. */
@Injectable()
export class FakeRealtimeClient extends RealtimeClient {
  private readonly received = new Subject<{ event: string; payload: unknown }>();
  /** The center acknowledges by itself, whenever its time has come. */
  private readonly answers = new Map<string, (payload: never) => unknown>([['ack', () => ({})]]);
  private readonly connection = signal<ConnectionState>({ status: 'stopped' });
  private cursor: (() => Cursor | null) | null = null;

  readonly state = this.connection.asReadonly();
  /** Everything that was emitted, oldest first. */
  readonly sent: { event: ClientEvent; payload: unknown }[] = [];
  /** How often `retryNow` was called. */
  retries = 0;

  start(cursor: () => Cursor | null): void {
    this.cursor = cursor;
    this.connection.set({ status: 'connecting' });
  }

  stop(): void {
    this.cursor = null;
    this.connection.set({ status: 'stopped' });
  }

  retryNow(): void {
    this.retries += 1;
  }

  listen<E extends ServerEvent>(event: E): Observable<ServerEvents[E]> {
    return this.received.pipe(
      filter((message) => message.event === event),
      map((message) => message.payload as ServerEvents[E]),
    );
  }

  async emit<E extends ClientEvent>(
    event: E,
    payload: ClientEvents[E]['payload'],
  ): Promise<ClientEvents[E]['data']> {
    this.sent.push({ event, payload });
    const answer = this.answers.get(event) as Answer<E> | undefined;
    if (!answer) throw new Error(`No answer is set for ${event}`);
    return answer(payload);
  }

  /** The connection is in this state from now on. */
  become(state: ConnectionState): void {
    this.connection.set(state);
  }

  /** The server sends this. */
  receive<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void {
    this.received.next({ event, payload });
  }

  /** The server answers this event so from now on; a handler that throws a `RequestError` refuses it. */
  answer<E extends ClientEvent>(event: E, handler: Answer<E>): void {
    this.answers.set(event, handler);
  }

  /** With what the next handshake would begin; null while nobody is signed in, or nothing is held. */
  heldCursor(): Cursor | null {
    return this.cursor?.() ?? null;
  }

  /** What was emitted under this name, oldest first. */
  sentAs<E extends ClientEvent>(event: E): ClientEvents[E]['payload'][] {
    return this.sent.filter((one) => one.event === event).map((one) => one.payload as ClientEvents[E]['payload']);
  }
}
