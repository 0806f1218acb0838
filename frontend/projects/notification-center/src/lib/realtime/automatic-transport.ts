import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { ClientEvent, ClientEvents, Cursor, ServerEvent, ServerEvents } from '@eventide/contracts';
import { merge, type Observable } from 'rxjs';
import { InboxApi } from '../inbox/inbox-api';
import type { KeptConnection } from './kept-connection';
import { RealtimeClient } from './realtime-client';
import { SocketService } from './socket-service';
import { SseService } from './sse-service';

/** So many tries of a socket must have been in vain while HTTP worked, before it counts as blocked. */
const BLOCKED_TRIES = 2;

/**
 * A socket; where none can be opened although the server answers over HTTP, an event stream. Every `start` begins with
 * the socket again.
 */
@Injectable({ providedIn: 'root' })
export class AutomaticTransport extends RealtimeClient {
  private readonly socket = inject(SocketService);
  private readonly stream = inject(SseService);
  private readonly api = inject(InboxApi);
  private readonly active = signal<KeptConnection>(this.socket);
  private cursor: (() => Cursor | null) | null = null;
  private blocked = 0;

  readonly state = computed(() => this.active().state());

  constructor() {
    super();
    effect(() => {
      const tries = this.socket.unansweredTries();
      untracked(() => (tries === 0 ? (this.blocked = 0) : void this.suspect()));
    });
  }

  start(cursor: () => Cursor | null): void {
    this.stop();
    this.cursor = cursor;
    this.socket.start(cursor);
  }

  stop(): void {
    this.cursor = null;
    this.blocked = 0;
    this.active.set(this.socket);
    this.stream.stop();
    this.socket.stop();
  }

  retryNow(): void {
    this.active().retryNow();
  }

  listen<E extends ServerEvent>(event: E): Observable<ServerEvents[E]> {
    return merge(this.socket.listen(event), this.stream.listen(event));
  }

  emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    return this.active().emit(event, payload);
  }

  /** A try was in vain: the network, the server, or only sockets? */
  private async suspect(): Promise<void> {
    const { cursor } = this;
    const answers = await this.api.answers();
    if (!answers || cursor === null || cursor !== this.cursor || this.socket.unansweredTries() === 0) return;
    this.blocked += 1;
    if (this.blocked < BLOCKED_TRIES || this.active() === this.stream) return;
    this.stream.start(cursor);
    this.active.set(this.stream);
    this.socket.stop();
  }
}
