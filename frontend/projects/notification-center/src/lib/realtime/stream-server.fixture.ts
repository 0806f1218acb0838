import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web';
import { TextDecoder, TextEncoder } from 'node:util';

/** A server of event streams behind `fetch`, which says what a spec says. */
export class StreamServer {
  readonly asked: { url: string; headers: Record<string, string>; aborted: () => boolean }[] = [];
  /** What streams are refused with, if they are. */
  refusal: { status: number; code?: string; retryAfter?: string } | null = null;
  /** What other addresses answer, as JSON. */
  readonly answers = new Map<string, unknown>();
  reachable = true;
  private readonly lines: ReadableStreamDefaultController<Uint8Array>[] = [];

  constructor() {
    // The simulated browser has none of its own.
    Object.assign(globalThis, { ReadableStream, TextDecoder });
    AbortSignal.timeout = () => new AbortController().signal;
  }

  readonly fetch = async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = address.toString();
    if (!this.reachable) throw new TypeError('no network');
    if (!url.endsWith('/api/stream')) return this.answer(url);
    this.asked.push({ url, headers: init.headers as Record<string, string>, aborted: () => init.signal?.aborted ?? false });
    return this.refusal ? this.refused(this.refusal) : this.stream();
  };

  /** On the newest stream, or the one of that number. */
  say(event: string, data: unknown, line = this.lines.length - 1): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`, line);
  }

  beat(): void {
    this.write(': beat\n\n', this.lines.length - 1);
  }

  hangUp(): void {
    this.lines.at(-1)?.close();
  }

  private write(text: string, line: number): void {
    this.lines[line]?.enqueue(new TextEncoder().encode(text));
  }

  private stream(): Response {
    const body = new ReadableStream<Uint8Array>({ start: (line) => void this.lines.push(line) });
    return response({ status: 200, type: 'text/event-stream', body });
  }

  private refused({ status, code, retryAfter }: NonNullable<StreamServer['refusal']>): Response {
    const type = code === undefined ? 'text/html' : 'application/problem+json';
    return response({ status, type, json: { code }, ...(retryAfter !== undefined && { retryAfter }) });
  }

  private answer(url: string): Response {
    const found = [...this.answers].find(([path]) => url.includes(path));
    return response(found ? { status: 200, type: 'application/json', json: found[1] } : { status: 404, type: 'text/html' });
  }
}

function response(parts: { status: number; type: string; json?: unknown; body?: object; retryAfter?: string }): Response {
  const headers = new Map([['content-type', parts.type]]);
  if (parts.retryAfter !== undefined) headers.set('retry-after', parts.retryAfter);
  const { status, body } = parts;
  const ok = status < 300;
  return { ok, status, headers, body, url: '', redirected: false, json: async () => parts.json } as unknown as Response;
}
