import type { Request, Response } from 'express';

const BEAT_MS = 15_000;
/** A reader who does not read must not hold a node that stops. */
const LINGER_MS = 2_000;
/** How long a browser waits before it comes back by itself. */
const RETRY_MS = 3_000;

/**
 * Writes server-sent events to one response. Nothing here waits and nothing throws: after the response has ended, writing
 * does nothing. A comment goes out every 15 s, so that proxies keep the connection and clients see that it lives.
 */
export class SseWriter {
  #written = 0;
  #ended = false;
  #beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly request: Request,
    private readonly response: Response,
  ) {}

  /** Begins the response, before all else; one that has ended already stays as it is. */
  open(): void {
    // Without a listener an error of a connection that breaks while it is written to would end the process.
    this.response.on('error', () => this.response.destroy());
    this.onClose(() => this.#stop());
    if (this.closed) return;
    this.#beat = setInterval(() => this.comment('beat'), BEAT_MS);
    this.#begin();
    if (this.request.method === 'HEAD') this.end();
  }

  /** True when nothing can be written any more. */
  get closed(): boolean {
    return this.#ended || this.response.destroyed || this.response.writableEnded;
  }

  /**
   * @param data is sent as JSON
   * @param id what the client is to say in `Last-Event-ID` when it comes back
   */
  event(name: string, data: unknown, id?: string): void {
    const head = id === undefined ? '' : `id: ${id}\n`;
    this.#write(`${head}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  comment(text: string): void {
    this.#write(`: ${text}\n\n`);
  }

  /** How long a client that is closed now should wait. */
  retry(ms: number): void {
    this.#write(`retry: ${ms}\n\n`);
  }

  /** Bytes given to {@link event} and its like since the beginning. */
  get writtenBytes(): number {
    return this.#written;
  }

  /** Of these, what has not left the process yet; a little more, for the framing counts. */
  get unsentBytes(): number {
    return this.closed ? 0 : this.response.writableLength;
  }

  /** Resolves when everything has left the process or can't any more. */
  async drained(): Promise<void> {
    if (this.closed || !this.response.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.response.off('drain', done).off('close', done);
        resolve();
      };
      this.response.on('drain', done).on('close', done);
    });
  }

  /** Ends the response after what is written; what has not left within 2 s is lost. */
  end(): void {
    if (this.closed) return;
    this.#stop();
    const linger = setTimeout(() => this.response.destroy(), LINGER_MS);
    this.onClose(() => clearTimeout(linger));
    this.response.end();
  }

  /** Ends the connection at once; what is unsent is lost. */
  cut(): void {
    this.#stop();
    this.response.destroy();
  }

  /** Runs `listener` once, when the response has ended for whatever reason; at once if it has. */
  onClose(listener: () => void): void {
    if (this.response.destroyed) queueMicrotask(listener);
    else this.response.once('close', listener);
  }

  #begin(): void {
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      // The connection carries nothing after the stream, and a node that stops has one less to wait for.
      Connection: 'close',
    });
    this.response.flushHeaders();
    this.retry(RETRY_MS);
  }

  #write(text: string): void {
    if (this.closed) return;
    const bytes = Buffer.from(text);
    this.#written += bytes.length;
    this.response.write(bytes);
  }

  #stop(): void {
    this.#ended = true;
    clearInterval(this.#beat);
  }
}
