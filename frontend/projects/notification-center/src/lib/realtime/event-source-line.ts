import type { ConnectErrorData, Problem } from '@eventide/contracts';
import { createEventSource, type EventSourceClient, type FetchLikeInit } from 'eventsource-client';
import type { CarriedEvents } from './carried';
import type { ConnectionEnd } from './connection-status';

/** The server says something at least every 15 s; after this long the line is dead. */
const SILENCE_MS = 40_000;
const STREAM_TYPE = 'text/event-stream';

/** What to ask for, and as whom. */
export interface LineStart {
  readonly url: string;
  readonly token: string;
  /** Where to go on; without it the server begins with the state. */
  readonly lastEventId: string | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/** One event stream, from its request to its end. It never reconnects by itself; silence ends it too. */
export class EventSourceLine {
  private readonly source: EventSourceClient;
  private watch: ReturnType<typeof setTimeout> | undefined;
  private end: ConnectionEnd = { kind: 'lost' };
  private closed = false;

  constructor(
    private readonly start: LineStart,
    private events: CarriedEvents,
  ) {
    this.source = createEventSource({
      url: start.url,
      headers: { Authorization: `Bearer ${start.token}` },
      ...(start.lastEventId !== undefined && { initialLastEventId: start.lastEventId }),
      fetch: (url, init) => this.request(url, init),
      onMessage: ({ event, data }) => this.hear(event, data),
      onComment: () => this.listenOn(),
      onScheduleReconnect: () => this.finish(),
    });
  }

  /** From now on somebody else is told. */
  tell(events: CarriedEvents): void {
    this.events = events;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.watch);
    this.source.close();
  }

  /** The library takes any answer for a stream: a refusal is told from one here. */
  private async request(url: string | URL, init?: FetchLikeInit): Promise<Response> {
    const response = await this.start.fetch(url, init);
    if (response.ok && response.headers.get('content-type')?.startsWith(STREAM_TYPE)) {
      this.listenOn();
      if (!this.closed) this.events.opened();
      return response;
    }
    const refusal = response.ok ? null : await refusalOf(response);
    if (refusal) this.end = { kind: 'refused', refusal };
    throw new Error(`No stream: ${response.status}`);
  }

  private hear(event: string | undefined, data: string): void {
    if (this.closed || event === undefined) return;
    this.listenOn();
    this.events.received(event, JSON.parse(data));
  }

  private listenOn(): void {
    clearTimeout(this.watch);
    if (!this.closed) this.watch = setTimeout(() => this.finish(), SILENCE_MS);
  }

  private finish(): void {
    if (this.closed) return;
    this.close();
    this.events.ended(this.end);
  }
}

/** Why no stream was given, in the words of a handshake; null for what says nothing of Eventide. */
async function refusalOf(response: Response): Promise<ConnectErrorData | null> {
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  const later = Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {};
  if (response.status === 429) return { code: 'too_many_connections', ...later };
  if (response.status >= 500) return { code: 'unavailable', ...later };
  if (!response.headers.get('content-type')?.includes('problem+json')) return null;
  const { code } = (await response.json()) as Problem;
  if (code === 'token_expired') return { code };
  if (code === 'forbidden') return { code: 'forbidden_origin' };
  return code === 'unauthorized' ? { code } : null;
}
