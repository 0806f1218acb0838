import { Injectable, inject } from '@angular/core';
import { writeCursor, type ClientEvent, type ClientEvents, type PartialCursor, type UpdateCommand } from '@eventide/contracts';
import { FETCH, InboxApi } from '../inbox/inbox-api';
import type { Carried, CarriedEvents, CarriedStart } from './carried';
import { EventSourceLine } from './event-source-line';
import { KeptConnection } from './kept-connection';
import { RequestError } from './request-error';

/**
 * The connection over server-sent events, for networks that let no WebSocket through: what arrives is the same, and what
 * is sent goes over HTTP.
 */
@Injectable({ providedIn: 'root' })
export class SseService extends KeptConnection {
  private readonly api = inject(InboxApi);
  private readonly fetch = inject(FETCH);
  protected override readonly carrier = 'stream';

  protected open(start: CarriedStart, events: CarriedEvents): Carried {
    return new StreamConnection(start, events, this.api, this.fetch);
  }
}

class StreamConnection implements Carried {
  private line: EventSourceLine;
  /** Under a newer token; takes the place of the first when its page has come. */
  private successor: EventSourceLine | null = null;

  constructor(
    private readonly start: CarriedStart,
    private readonly events: CarriedEvents,
    private readonly api: InboxApi,
    private readonly fetch: typeof globalThis.fetch,
  ) {
    this.line = this.connect(start.token, this.events);
  }

  async emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    return (await this.send(event, payload)) as ClientEvents[E]['data'];
  }

  async renew(token: string): Promise<void> {
    this.successor?.close();
    const successor = this.connect(token, {
      opened: () => undefined,
      received: (event, payload) => this.hearSuccessor(successor, event, payload),
      // The first line goes on to its end, and the next try is a new connection.
      ended: () => undefined,
    });
    this.successor = successor;
  }

  close(): void {
    this.line.close();
    this.successor?.close();
  }

  private connect(token: string, events: CarriedEvents): EventSourceLine {
    const cursor = this.start.cursor();
    return new EventSourceLine(
      {
        url: `${this.start.origin}/api/stream`,
        token,
        lastEventId: cursor === null ? undefined : writeCursor(cursor),
        fetch: this.fetch,
      },
      events,
    );
  }

  private hearSuccessor(successor: EventSourceLine, event: string, payload: unknown): void {
    if (successor === this.successor && event === 'sync') {
      this.line.close();
      this.line = successor;
      this.successor = null;
      successor.tell(this.events);
    }
    if (successor === this.line) this.events.received(event, payload);
  }

  private async send(event: ClientEvent, payload: unknown): Promise<unknown> {
    switch (event) {
      case 'update':
        return this.api.update(payload as UpdateCommand);
      case 'sync':
        return this.api.sync(payload as PartialCursor);
      case 'ack':
        // A socket's measure of what has arrived; a stream has none.
        return {};
      case 'refreshToken':
      case 'messageToServer':
        throw new RequestError({ code: 'invalid_request', message: 'Only a socket carries this.', retryable: false });
    }
  }
}
