import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Cursor } from '@eventide/contracts';
import { readCursor } from '@eventide/contracts';
import { eventually } from './eventually.js';

/** One event of a stream, as it came. */
export interface Streamed {
  event: string;
  data: unknown;
  id: string | undefined;
}

/** A client of event streams that writes down all it gets and applies nothing. It does not come back by itself. */
export class TestStream {
  readonly received: Streamed[] = [];
  readonly comments: string[] = [];
  /** The last that the server asked for, in milliseconds. */
  retryMs: number | undefined;
  ended = false;
  response: IncomingMessage | undefined;
  /** The body of an answer that is no stream. */
  refusal = '';
  readonly #request: ClientRequest;
  #rest = '';

  /** @param paused reads nothing until {@link resume} */
  constructor(url: string, headers: Record<string, string> = {}, paused = false) {
    this.#request = get(url, { headers, agent: false }, (response) => {
      this.response = response;
      response.setEncoding('utf8');
      response.on('error', () => (this.ended = true));
      response.on('close', () => (this.ended = true));
      if (!paused) this.resume();
    });
    this.#request.on('error', () => (this.ended = true));
  }

  resume(): void {
    this.response?.on('data', (chunk: string) => this.#take(chunk));
  }

  all<T>(event: string): T[] {
    return this.received.filter((each) => each.event === event).map(({ data }) => data as T);
  }

  /** The cursor that it would come back with. */
  get cursor(): Cursor | null {
    const id = this.received.findLast((each) => each.id !== undefined)?.id;
    return id === undefined ? null : readCursor(id);
  }

  get inboxPlace(): number {
    return this.cursor?.inbox ?? 0;
  }

  /** Resolves with the first payload of this name, from now or before. */
  one<T>(event: string, withinMs?: number): Promise<T> {
    return eventually(`${event} (status ${this.response?.statusCode})`, () => this.all<T>(event)[0], withinMs);
  }

  /** Waits for what the stream is to bring. */
  async until(what: string, come: () => boolean): Promise<void> {
    await eventually(what, come);
  }

  /** Resolves when the answer has begun; a refused one, when it has ended. */
  async status(): Promise<number> {
    const { statusCode = 0 } = await eventually('an answer', () => this.response);
    if (statusCode !== 200) await this.end();
    return statusCode;
  }

  async end(withinMs?: number): Promise<void> {
    await eventually('the end of the stream', () => this.ended, withinMs);
  }

  close(): void {
    this.#request.destroy();
  }

  #take(chunk: string): void {
    if (this.response?.statusCode !== 200) {
      this.refusal += chunk;
      return;
    }
    const blocks = (this.#rest + chunk).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) this.#read(block);
  }

  #read(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    if (fields.has('')) this.comments.push(fields.get('') ?? '');
    if (fields.has('retry')) this.retryMs = Number(fields.get('retry'));
    const [event, data] = [fields.get('event'), fields.get('data')];
    if (event !== undefined && data !== undefined) this.received.push({ event, data: JSON.parse(data), id: fields.get('id') });
  }
}
