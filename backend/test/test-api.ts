import { randomUUID } from 'node:crypto';
import type { Notification, Problem, SendAnswer, SentItem, SyncPage } from '@eventide/contracts';
import { eventually } from './eventually.js';

/** An answer of the HTTP API; `problem` when it is an error. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  /** The parsed body. Errors have the shape of {@link Problem}. */
  body: T;
}

/** The HTTP API of one node, as one caller. */
export class TestApi {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** @throws Error when the answer is not 2xx */
  async expect<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const answer = await this.call<T | Problem>(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /**
   * Repeats a POST under one key while the answer is 503, as clients do: a busy machine may take longer than is promised.
   * @throws Error when another answer than 2xx comes, or none of these in time
   */
  insist<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'idempotency-key': randomUUID() };
    return eventually(`an answer of ${path}`, async () => {
      const answer = await this.call<T | Problem>('POST', path, body, headers);
      if (answer.status === 503) return null;
      if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.status === 204 ? ({} as T) : (answer.body as T);
    });
  }

  sync(query = ''): Promise<SyncPage> {
    return this.expect('GET', `/api/sync${query}`);
  }

  /** Sends one notification; only the fields that matter need to be named. */
  async notify(to: string, fields: Partial<Notification> = {}): Promise<SentItem> {
    const body = { to, type: 'test.note', title: 'Title', message: 'Message', ...fields };
    const { items } = await this.insist<SendAnswer>('/api/notifications', body);
    const [item] = items;
    if (!item) throw new Error('The answer names no notification');
    return item;
  }
}
