import { Injectable, Logger } from '@nestjs/common';
import { CLOSINGS, type Closing, type ClosingCode, type WorkEvents } from '@eventide/contracts';
import type { Request, Response } from 'express';
import type { UserPrincipal } from '../auth/principal.js';
import { SseWriter } from '../platform/sse-writer.js';
import { ConnectRefused, refusedStream } from './connect-refusal.js';
import type { Line } from './line.js';
import { OpenLines } from './open-lines.js';
import { RealtimeMetrics } from './realtime-metrics.js';

const MOST_UNSENT_BYTES = 2 * 1024 * 1024;

/**
 * One feature's stream to one person. It ends with its token, at logout and revocation, when the node stops, and for a
 * reader who does not read; the event `closing` says so first. After that everything here does nothing.
 */
export class EventStream implements Line {
  readonly openedAt = Date.now();
  #closedFor: ClosingCode | undefined;
  #warned = false;

  constructor(
    readonly principal: UserPrincipal,
    private readonly sse: SseWriter,
    private readonly metrics: RealtimeMetrics,
  ) {}

  get closed(): boolean {
    return this.sse.closed;
  }

  /** Why the server closed it, if it did. */
  get closedFor(): ClosingCode | undefined {
    return this.#closedFor;
  }

  send<E extends keyof WorkEvents>(event: E, data: WorkEvents[E], id?: string): void {
    this.sse.event(event, data, id);
    if (this.sse.unsentBytes > MOST_UNSENT_BYTES) this.close('slow_consumer');
  }

  comment(text: string): void {
    this.sse.comment(text);
  }

  /** Ends it because all was said. The client would come back: say in the last event that there is nothing more. */
  end(): void {
    this.sse.end();
  }

  /** Runs once, when the stream has ended for whatever reason; at once if it has. */
  onClose(listener: () => void): void {
    this.sse.onClose(listener);
  }

  warn(expiresInMs: number): void {
    if (this.#warned) return;
    this.#warned = true;
    this.sse.event('tokenExpiring', { expiresInMs });
  }

  close(code: ClosingCode, afterMs?: number): void {
    if (this.closed) return;
    this.#closedFor = code;
    this.metrics.closing(code);
    writeClosing(this.sse, { code, reconnect: CLOSINGS[code].reconnect, ...(afterMs !== undefined && { afterMs }) });
    if (code === 'slow_consumer') this.sse.cut();
    else this.sse.end();
  }
}

/** The event `closing`; browsers that come back by themselves are told when in their own way too. */
export function writeClosing(sse: SseWriter, closing: Closing): void {
  if (closing.afterMs !== undefined) sse.retry(closing.afterMs);
  sse.event('closing', closing);
}

/** Opens streams of features. They count as connections of their person, and end as those do. */
@Injectable()
export class EventStreams {
  readonly #log = new Logger(EventStreams.name);
  #open = 0;

  constructor(
    private readonly lines: OpenLines,
    private readonly metrics: RealtimeMetrics,
  ) {
    metrics.showStreams(() => this.#open);
  }

  /**
   * Begins the answer. Call it once all that may refuse the request has been asked; a client that has left meanwhile
   * gets a stream that is closed.
   * @throws DomainError `rate_limited` when the person has too many connections, `unavailable` when this node stops
   */
  open(request: Request, response: Response, principal: UserPrincipal): EventStream {
    const told = { path: request.path, userId: principal.userId, address: request.ip, origin: request.headers.origin };
    try {
      this.lines.assertRoom(principal.userId);
    } catch (error) {
      if (error instanceof ConnectRefused) this.metrics.refused(error.data.code);
      throw refusedStream(error, (code) => this.#log.log({ msg: 'Refused', code, ...told }));
    }
    const sse = new SseWriter(request, response);
    const stream = new EventStream(principal, sse, this.metrics);
    this.lines.add(stream);
    this.#open += 1;
    sse.open();
    this.#log.log({ msg: 'Connected', ...told });
    stream.onClose(() => {
      this.lines.remove(stream);
      this.#open -= 1;
      this.#log.log({ msg: 'Disconnected', closing: stream.closedFor, ...told });
    });
    return stream;
  }
}
