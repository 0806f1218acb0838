import { DOCUMENT, Injectable, inject, signal, type OnDestroy } from '@angular/core';
import type { ClientEvent, ClientEvents, Closing, Cursor, ServerEvent, ServerEvents } from '@eventide/contracts';
import { Subject, filter, map, type Observable } from 'rxjs';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import type { Carried, CarriedEvents, CarriedStart } from './carried';
import { PROVEN_AFTER_MS, nextStep, type ConnectionEnd, type ConnectionState } from './connection-status';
import { RealtimeClient } from './realtime-client';
import { RequestError } from './request-error';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A connection that is kept up, whatever carries it. Each try is a new one, so nothing of an old one can leak into the
 * next; when to try again is decided by `nextStep` alone.
 */
@Injectable()
export abstract class KeptConnection extends RealtimeClient implements OnDestroy {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly browser = inject(DOCUMENT).defaultView;
  private readonly received = new Subject<{ event: string; payload: unknown }>();
  private readonly connection = signal<ConnectionState>({ status: 'stopped' });

  private cursor: (() => Cursor | null) | null = null;
  private carried: Carried | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts tries, so that what an abandoned one still answers is ignored. */
  private attempt = 0;
  private failures = 0;
  private tokenIsFresh = false;
  private liveSince: number | null = null;
  private wasLive = false;
  private closing: Closing | null = null;

  private readonly unopened = signal(0);

  readonly state = this.connection.asReadonly();
  /** How many tries in a row got no answer at all, not even a refusal. */
  readonly unansweredTries = this.unopened.asReadonly();
  /** Shown in the state while it is live. */
  protected readonly carrier?: ConnectionState['carrier'];

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
    this.unopened.set(0);
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

  emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    if (this.carried === null || this.liveSince === null) return Promise.reject(RequestError.unanswered());
    return this.carried.emit(event, payload);
  }

  /** Makes one try. It must end by itself only through `events`. */
  protected abstract open(start: CarriedStart, events: CarriedEvents): Carried;

  private async connect(freshToken: boolean): Promise<void> {
    const attempt = this.abandon();
    this.connection.set({ status: this.awayStatus() });
    this.timer = setTimeout(() => this.ended(attempt, { kind: 'lost' }), CONNECT_TIMEOUT_MS);
    this.tokenIsFresh = freshToken;
    try {
      const token = await this.token(freshToken);
      if (attempt !== this.attempt) return;
      if (token === null) this.giveUp({ status: 'stopped' }, true);
      else this.begin(attempt, token);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.ended(attempt, { kind: 'lost' });
    }
  }

  private begin(attempt: number, token: string): void {
    const isCurrent = (): boolean => attempt === this.attempt;
    this.carried = this.open(
      { origin: this.config.url ?? '', token, cursor: () => this.cursor?.() ?? null },
      {
        opened: () => isCurrent() && this.opened(),
        received: (event, payload) => isCurrent() && this.take(event, payload),
        ended: (end) => this.ended(attempt, end),
      },
    );
  }

  private take(event: string, payload: unknown): void {
    if (event === 'closing') this.closing = payload as Closing;
    if (event === 'tokenExpiring') void this.renewToken();
    this.received.next({ event, payload });
  }

  private opened(): void {
    clearTimeout(this.timer);
    this.liveSince = Date.now();
    this.wasLive = true;
    this.tokenIsFresh = false;
    this.unopened.set(0);
    this.connection.set({ status: 'live', ...(this.carrier && { carrier: this.carrier }) });
  }

  private ended(attempt: number, how: ConnectionEnd): void {
    if (attempt !== this.attempt) return;
    const end: ConnectionEnd = how.kind === 'lost' && this.closing ? { kind: 'closed', closing: this.closing } : how;
    if (end.kind === 'refused') this.unopened.set(0);
    if (end.kind === 'lost' && this.liveSince === null && this.carried !== null) this.unopened.update((tries) => tries + 1);
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
    this.carried?.close();
    this.carried = null;
    this.closing = null;
    this.liveSince = null;
    return this.attempt;
  }

  private async renewToken(): Promise<void> {
    try {
      const token = await this.token(true);
      if (token !== null) await this.carried?.renew(token);
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
