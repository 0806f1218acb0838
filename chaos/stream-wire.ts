import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { CONNECT_ERROR_CODES, type Ack, type ConnectErrorCode, type PartialCursor, type Problem } from '@eventide/contracts';
import { silence } from './product-node.js';
import { ANSWER_MS, type Wire, type WireEvents, type WireOptions } from './wire.js';

/** The server's comments come every 15 s: a stream that is silent for longer is dead. */
const SILENT_MS = 18_000;

/** A device's connection by server-sent events; what it asks goes by HTTP. */
export class StreamWire implements Wire {
  readonly #url: string;
  readonly #token: string;
  readonly #events: WireEvents;
  readonly #request: ClientRequest;
  #response: IncomingMessage | null = null;
  #rest = '';
  #over = false;

  constructor({ url, token, cursor, events }: WireOptions) {
    this.#url = url;
    this.#token = token;
    this.#events = events;
    this.#request = get(`${url}/api/stream`, { headers: { ...this.#authorization, ...lastEvent(cursor) }, agent: false, timeout: SILENT_MS });
    this.#request.on('response', (response) => this.#begin(response));
    this.#request.on('timeout', () => this.#request.destroy());
    // A cut connection is told by its close.
    this.#request.on('error', () => this.#request.destroy());
    this.#request.on('close', () => this.#end({ kind: 'lost' }));
  }

  get connected(): boolean {
    return this.#response !== null && !this.#over;
  }

  async ask<T>(event: 'sync' | 'update', payload: object): Promise<Ack<T> | null> {
    if (!this.connected) return null;
    const query = new URLSearchParams(Object.entries(payload).map(([name, value]) => [name, String(value)]));
    return event === 'sync' ? this.#fetch(`/api/sync?${query}`) : this.#fetch('/api/notifications/update', payload);
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  close(): void {
    this.#over = true;
    this.#request.destroy();
  }

  get #authorization(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  #begin(response: IncomingMessage): void {
    response.setEncoding('utf8').on('error', () => response.destroy());
    if (response.statusCode !== 200) return this.#refused(response);
    this.#response = response;
    response.on('data', (chunk: string) => this.#take(chunk));
    this.#events.opened();
  }

  #refused(response: IncomingMessage): void {
    let body = '';
    response.on('data', (chunk: string) => (body += chunk));
    response.on('end', () => {
      const { code } = JSON.parse(body) as Problem;
      const known = CONNECT_ERROR_CODES.find((each) => each === code) ?? ('unavailable' satisfies ConnectErrorCode);
      this.#end({ kind: 'refused', refusal: { code: known, retryAfterMs: Number(response.headers['retry-after'] ?? 0) * 1_000 } });
    });
  }

  #take(chunk: string): void {
    const blocks = (this.#rest + chunk).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event !== undefined && data !== undefined && !this.#over) this.#events.received(event, JSON.parse(data));
    }
  }

  #end(end: Parameters<WireEvents['ended']>[0]): void {
    if (this.#over) return;
    this.#over = true;
    this.#events.ended(end);
  }

  async #fetch<T>(path: string, body?: object): Promise<Ack<T> | null> {
    const headers = { ...this.#authorization, 'content-type': 'application/json' };
    const posted = body && { method: 'POST', body: JSON.stringify(body) };
    try {
      const response = await fetch(`${this.#url}${path}`, { headers, signal: AbortSignal.timeout(ANSWER_MS), ...posted });
      const answer: unknown = await response.json();
      if (response.ok) return { ok: true, data: answer as T };
      const { code, title } = answer as Problem;
      return { ok: false, error: { code, message: title, retryable: [429, 503].includes(response.status) } };
    } catch (error) {
      silence(error);
      return null;
    }
  }
}

function lastEvent(cursor: PartialCursor): Record<string, string> {
  const { epoch, inbox, all } = cursor;
  return epoch === undefined ? {} : { 'last-event-id': `${epoch};${inbox};${all}` };
}
