import { Injectable, InjectionToken, Injector, computed, effect, inject, signal, untracked, type Type } from '@angular/core';
import type { ClientEvent, ClientEvents, Cursor, ServerEvent, ServerEvents } from '@eventide/contracts';
import { ReplaySubject, merge, switchMap, type Observable } from 'rxjs';
import { InboxApi } from '../inbox/inbox-api';
import type { KeptConnection } from './kept-connection';
import { RealtimeClient } from './realtime-client';
import { SocketService } from './socket-service';

/** So many tries of a socket must have been in vain while HTTP worked, before it counts as blocked. */
const BLOCKED_TRIES = 2;

/** Brings the code of event streams along, which few networks need. Rejects when it can't be fetched. */
export const STREAM_CODE = new InjectionToken<() => Promise<Type<KeptConnection>>>('StreamCode', {
  factory: () => () => import('./sse-service').then((file) => file.SseService),
});

/**
 * A socket; where none can be opened although the server answers over HTTP, an event stream. Every `start` begins with
 * the socket again.
 */
@Injectable({ providedIn: 'root' })
export class AutomaticTransport extends RealtimeClient {
  private readonly socket = inject(SocketService);
  private readonly fetchStreamCode = inject(STREAM_CODE);
  private readonly injector = inject(Injector);
  private readonly api = inject(InboxApi);
  private readonly streams = new ReplaySubject<KeptConnection>(1);
  private readonly active = signal<KeptConnection>(this.socket);
  private stream: KeptConnection | null = null;
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
    this.stream?.stop();
    this.socket.stop();
  }

  retryNow(): void {
    this.active().retryNow();
  }

  listen<E extends ServerEvent>(event: E): Observable<ServerEvents[E]> {
    return merge(this.socket.listen(event), this.streams.pipe(switchMap((stream) => stream.listen(event))));
  }

  emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    return this.active().emit(event, payload);
  }

  /** A try was in vain: the network, the server, or only sockets? */
  private async suspect(): Promise<void> {
    const { cursor } = this;
    const isStillInVain = (): boolean =>
      cursor === this.cursor && this.active() === this.socket && this.socket.unansweredTries() > 0;
    const answers = await this.api.answers();
    if (!answers || cursor === null || !isStillInVain()) return;
    this.blocked += 1;
    if (this.blocked < BLOCKED_TRIES) return;
    const stream = await this.bringStream();
    if (stream === null || !isStillInVain()) return;
    stream.start(cursor);
    this.active.set(stream);
    this.socket.stop();
  }

  /** @returns null when its code can't be fetched; the next try in vain asks again */
  private async bringStream(): Promise<KeptConnection | null> {
    if (this.stream !== null) return this.stream;
    try {
      const stream = this.injector.get(await this.fetchStreamCode());
      if (this.stream === null) this.streams.next(stream);
      this.stream = stream;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    return this.stream;
  }
}
