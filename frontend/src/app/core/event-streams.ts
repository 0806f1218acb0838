import { HttpErrorResponse } from '@angular/common/http';
import { DOCUMENT, Injectable, InjectionToken, inject } from '@angular/core';
import type { Closing, WorkEvents } from '@eventide/contracts';
import { createEventSource, type EventSourceClient, type FetchLikeInit } from 'eventsource-client';
import { Observable, type Subscriber } from 'rxjs';
import { failureOf } from './failure';
import { Session } from './session';

/** `connected`: from here on nothing is missed until `interrupted`; it is tried again by itself. */
export type StreamNews<T> = { kind: 'connected' } | { kind: 'interrupted' } | { kind: 'event'; data: T };

/** The server says something at least every 15 s; after this long the line is dead. */
const SILENCE_MS = 45_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The browser's `fetch`, so that a test can stand in for the server. */
export const STREAM_FETCH = new InjectionToken<Fetch>('STREAM_FETCH', {
  providedIn: 'root',
  factory: () => {
    const window = inject(DOCUMENT).defaultView!;
    return (url, init) => window.fetch(url, init);
  },
});

/** Opens the server's event streams with the session's token. Closed by unsubscribing. */
@Injectable({ providedIn: 'root' })
export class EventStreams {
  private readonly session = inject(Session);
  private readonly fetch = inject(STREAM_FETCH);

  /**
   * What a stream says, over all its connections. Errors with the refusal, an `HttpErrorResponse`, when the server
   * won't have it; completes when the server ended it for good.
   */
  open<E extends keyof WorkEvents>(path: string, event: E): Observable<StreamNews<WorkEvents[E]>> {
    return new Observable((subscriber) => {
      const line = new StreamLine(path, event, subscriber, (init) => this.answer(path, init));
      return () => line.close();
    });
  }

  /** The response, or a throw: of a `Refusal` when the server answered otherwise. */
  private async answer(path: string, init: RequestInit): Promise<Response> {
    const token = await this.session.token({ fresh: false });
    const first = await this.fetch(path, authorized(init, token));
    if (first.ok) return first;
    const refusal = await refusalOf(first, path);
    const { code } = failureOf(refusal.answer);
    if (code === 'unauthorized') this.session.end('revoked');
    if (code !== 'token_expired' || token === null) throw refusal;
    const second = await this.fetch(path, authorized(init, await this.session.tokenAfter(token)));
    if (second.ok) return second;
    throw await refusalOf(second, path);
  }
}

/** One stream, connected again whenever it breaks. */
class StreamLine<E extends keyof WorkEvents> {
  private source: EventSourceClient;
  private watch: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly path: string,
    private readonly event: E,
    private readonly subscriber: Subscriber<StreamNews<WorkEvents[E]>>,
    private readonly answer: (init: RequestInit) => Promise<Response>,
  ) {
    this.source = this.connect();
  }

  close(): void {
    clearTimeout(this.watch);
    this.source.close();
  }

  private connect(): EventSourceClient {
    return createEventSource({
      url: this.path,
      fetch: (_url, init) => this.request(init),
      onMessage: ({ event, data }) => this.heard(event, data),
      onComment: () => this.listenOn(),
      onScheduleReconnect: () => this.interrupted(),
    });
  }

  /** The library takes any answer for a stream and tries for ever: a refusal ends here. */
  private async request(init?: FetchLikeInit): Promise<Response> {
    try {
      const response = await this.answer(init ?? {});
      this.listenOn();
      this.subscriber.next({ kind: 'connected' });
      return response;
    } catch (error) {
      if (error instanceof Refusal && isFinal(error.answer)) this.subscriber.error(error.answer);
      throw error;
    }
  }

  private heard(event: string | undefined, data: string): void {
    this.listenOn();
    if (event === this.event) this.subscriber.next({ kind: 'event', data: JSON.parse(data) as WorkEvents[E] });
    if (event === 'closing' && !(JSON.parse(data) as Closing).reconnect) this.subscriber.complete();
  }

  private interrupted(): void {
    clearTimeout(this.watch);
    this.subscriber.next({ kind: 'interrupted' });
  }

  private listenOn(): void {
    clearTimeout(this.watch);
    if (this.subscriber.closed) return;
    this.watch = setTimeout(() => {
      this.source.close();
      this.interrupted();
      this.source = this.connect();
    }, SILENCE_MS);
  }
}

function authorized(init: RequestInit, token: string | null): RequestInit {
  return { ...init, headers: { ...init.headers, ...(token !== null && { Authorization: `Bearer ${token}` }) } };
}

/** The server answered, but not with a stream. */
class Refusal extends Error {
  constructor(readonly answer: HttpErrorResponse) {
    super(answer.message);
  }
}

async function refusalOf(response: Response, url: string): Promise<Refusal> {
  const isProblem = response.headers.get('Content-Type')?.includes('problem+json') ?? false;
  const error: unknown = isProblem ? await response.json() : null;
  return new Refusal(new HttpErrorResponse({ status: response.status, error, url }));
}

/** Refused as such; a server that is silent, busy or restarting is asked again. */
function isFinal({ status }: HttpErrorResponse): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
