import { writeCursor, type Cursor, type ServerEvent, type ServerEvents } from '@eventide/contracts';
import type { SseWriter } from '../platform/sse-writer.js';
import { writeClosing } from './event-streams.js';
import { isFrameEvent, streamOf } from './frame.js';
import { FrameWriter } from './frame-writer.js';
import { coveredBy } from './outlet.js';

/**
 * Writes to one event stream. What has a place carries the cursor after it as its `id`, so a client that comes back with
 * the last one it got goes on from there.
 */
export class StreamWriter extends FrameWriter {
  #cursor: Cursor | null = null;
  /** The newest page, by the bytes written before and after it. */
  #page = { from: 0, to: 0 };

  constructor(private readonly sse: SseWriter) {
    super();
  }

  override write<E extends ServerEvent>(event: E, payload: ServerEvents[E]): void {
    if (event === 'closing') writeClosing(this.sse, payload as ServerEvents['closing']);
    else this.sse.event(event, payload, this.#idAfter(event, payload));
  }

  override writePage(send: () => void): void {
    const from = this.sse.writtenBytes;
    send();
    this.#page = { from, to: this.sse.writtenBytes };
  }

  override get unsentBytes(): number {
    const { writtenBytes, unsentBytes } = this.sse;
    const left = Math.max(this.#page.from, writtenBytes - unsentBytes);
    return unsentBytes - Math.max(0, this.#page.to - left);
  }

  override close(manner: 'return' | 'leave' | 'cut'): void {
    if (manner === 'cut') this.sse.cut();
    else this.sse.end();
  }

  #idAfter<E extends ServerEvent>(event: E, payload: ServerEvents[E]): string | undefined {
    if (event === 'sync') this.#cursor = coveredBy(payload as ServerEvents['sync'], this.#cursor);
    else if (!isFrameEvent(event) || !this.#cursor) return undefined;
    else this.#cursor = { ...this.#cursor, [streamOf(event)]: (payload as ServerEvents[typeof event]).seq };
    return writeCursor(this.#cursor);
  }
}
