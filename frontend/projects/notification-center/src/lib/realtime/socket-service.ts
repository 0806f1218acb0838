import { DOCUMENT, Injectable, InjectionToken, inject, signal, type OnDestroy } from '@angular/core';
import {
  CONNECT_ERROR_CODES,
  NAMESPACE,
  type Ack,
  type ClientEvent,
  type ClientEvents,
  type Closing,
  type ConnectErrorData,
  type Cursor,
  type HandshakeAuth,
  type ServerEvent,
  type ServerEvents,
} from '@eventide/contracts';
import { Subject, filter, map, type Observable } from 'rxjs';
import { io, type Socket } from 'socket.io-client';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { PROVEN_AFTER_MS, nextStep, type ConnectionEnd, type ConnectionState } from './connection-status';
import { RealtimeClient } from './realtime-client';
import { RequestError } from './request-error';

const CONNECT_TIMEOUT_MS = 10_000;
const ACK_TIMEOUT_MS = 10_000;

type Handshake = (give: (auth: HandshakeAuth) => void) => void;

/** Opens one connection that never reconnects by itself; replaced in specs. */
export const SOCKET_FACTORY = new InjectionToken<(url: string, auth: Handshake) => Socket>('SocketFactory', {
  factory: () => (url, auth) =>
    io(url, { transports: ['websocket'], reconnection: false, forceNew: true, timeout: CONNECT_TIMEOUT_MS, auth }),
});

/**
 * The connection over Socket.IO. Each try is a new socket, so nothing of an old one can leak into the next;
 * when to try again is decided by `nextStep` alone, Socket.IO's own reconnection is off.
 */
@Injectable({ providedIn: 'root' })
export class SocketService extends RealtimeClient implements OnDestroy {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly openSocket = inject(SOCKET_FACTORY);
  private readonly browser = inject(DOCUMENT).defaultView;
  private readonly received = new Subject<{ event: string; payload: unknown }>();
  private readonly connection = signal<ConnectionState>({ status: 'stopped' });

  private cursor: (() => Cursor | null) | null = null;
  private socket: Socket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts tries, so that what an abandoned one still answers is ignored. */
  private attempt = 0;
  private failures = 0;
  private tokenIsFresh = false;
  private liveSince: number | null = null;
  private wasLive = false;
  private closing: Closing | null = null;

  readonly state = this.connection.asReadonly();

  constructor() {
    super();
    this.browser?.addEventListener('online', this.networkChanged);
    this.browser?.addEventListener('offline', this.networkChanged);
  }

  ngOnDestroy(): void {
    this.browser?.removeEventListener('online', this.networkChanged);
    this.browser?.removeEventListener('offline', this.networkChanged);
    this.stop();
    this.received.complete();
  }

  start(cursor: () => Cursor | null): void {
    this.stop();
    this.cursor = cursor;
    void this.connect(false);
  }

  stop(): void {
    this.abandon();
    this.cursor = null;
    this.failures = 0;
    this.wasLive = false;
    this.connection.set({ status: 'stopped' });
  }

  retryNow(): void {
    const { status, retryAt } = this.connection();
    const waiting = retryAt !== undefined || status === 'stopped';
    if (this.cursor !== null && waiting) void this.connect(status === 'stopped');
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
    if (!this.socket?.connected) throw RequestError.unanswered();
    const sent = this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload) as Promise<
      Ack<ClientEvents[E]['data']>
    >;
    const answer = await sent.catch(() => {
      throw RequestError.unanswered();
    });
    if (!answer.ok) throw new RequestError(answer.error);
    return answer.data;
  }

  private async connect(freshToken: boolean): Promise<void> {
    const attempt = this.abandon();
    this.connection.set({ status: this.awayStatus() });
    this.timer = setTimeout(() => this.ended(attempt, { kind: 'lost' }), CONNECT_TIMEOUT_MS);
    this.tokenIsFresh = freshToken;
    try {
      const token = await this.token(freshToken);
      if (attempt !== this.attempt) return;
      if (token === null) this.giveUp({ status: 'stopped' }, true);
      else this.open(attempt, token);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.ended(attempt, { kind: 'lost' });
    }
  }

  private open(attempt: number, token: string): void {
    const url = `${this.config.url ?? ''}${NAMESPACE}`;
    const socket = this.openSocket(url, (give) => give({ token, ...this.cursor?.() }));
    this.socket = socket;
    socket.on('connect', () => this.opened(attempt));
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      this.ended(attempt, isRefusal(error.data) ? { kind: 'refused', refusal: error.data } : { kind: 'lost' });
    });
    socket.on('disconnect', () => {
      this.ended(attempt, this.closing ? { kind: 'closed', closing: this.closing } : { kind: 'lost' });
    });
    socket.on('closing', (closing: Closing) => (this.closing = closing));
    socket.on('tokenExpiring', () => void this.renewToken());
    socket.onAny((event: string, payload: unknown) => this.received.next({ event, payload }));
  }

  private opened(attempt: number): void {
    if (attempt !== this.attempt) return;
    clearTimeout(this.timer);
    this.liveSince = Date.now();
    this.wasLive = true;
    this.tokenIsFresh = false;
    this.connection.set({ status: 'live' });
  }

  private ended(attempt: number, end: ConnectionEnd): void {
    if (attempt !== this.attempt) return;
    if (this.liveSince !== null && Date.now() - this.liveSince >= PROVEN_AFTER_MS) this.failures = 0;
    const tries = { failures: this.failures, tokenWasFresh: this.tokenIsFresh, online: this.isOnline() };
    const step = nextStep(end, tries, Math.random);
    const reason = reasonOf(end);
    if (step.kind === 'stop') return this.giveUp({ status: 'stopped', reason }, step.signInNeeded);

    this.failures += 1;
    this.abandon();
    this.connection.set({ status: this.awayStatus(), retryAt: Date.now() + step.afterMs, reason });
    this.timer = setTimeout(() => void this.connect(step.freshToken), step.afterMs);
  }

  private giveUp(state: ConnectionState, signInNeeded: boolean): void {
    this.abandon();
    this.connection.set(state);
    if (signInNeeded) this.config.onSignInNeeded?.();
  }

  /** Lets go of the running try and of what is planned; returns the number of the next try. */
  private abandon(): number {
    clearTimeout(this.timer);
    this.attempt += 1;
    this.socket?.disconnect();
    this.socket = null;
    this.closing = null;
    this.liveSince = null;
    return this.attempt;
  }

  private async renewToken(): Promise<void> {
    try {
      const token = await this.token(true);
      if (token !== null) await this.emit('refreshToken', { token });
    } catch (error) {
      // Nothing is lost yet: the server says `closing` at the expiry, and the next handshake takes a fresh token.
      if (!(error instanceof RequestError)) throw error;
    }
  }

  private token(fresh: boolean): Promise<string | null> {
    return this.config.token({ fresh }).catch(() => {
      throw RequestError.unanswered();
    });
  }

  private readonly networkChanged = (): void => {
    const { retryAt, reason } = this.connection();
    if (retryAt === undefined) return;
    if (this.isOnline()) this.retryNow();
    else this.connection.set({ status: 'offline', retryAt, reason });
  };

  private awayStatus(): 'offline' | 'reconnecting' | 'connecting' {
    if (!this.isOnline()) return 'offline';
    return this.wasLive ? 'reconnecting' : 'connecting';
  }

  private isOnline(): boolean {
    return this.browser?.navigator.onLine ?? true;
  }
}

function reasonOf(end: ConnectionEnd): ConnectionState['reason'] {
  if (end.kind === 'refused') return end.refusal.code;
  return end.kind === 'closed' ? end.closing.code : undefined;
}

function isRefusal(data: unknown): data is ConnectErrorData {
  const code = (data as Partial<ConnectErrorData> | null | undefined)?.code;
  return code !== undefined && CONNECT_ERROR_CODES.includes(code);
}
