import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Route } from './device.js';
import type { History, Request, Sent } from './history.js';
import { EVERYBODY } from './history.js';
import { noteFor } from './notes.js';
import { silence } from './product-node.js';
import { pick, type Random } from './random.js';

const GIVE_UP_MS = 6_000;
const RETRY_MS = 400;
const SEVERAL = 3;
const SHARE_OF_SEVERAL = 0.25;

/** One call of the HTTP API that is repeated with the same key until it is answered. */
export interface Call {
  op: Request;
  path: string;
  body: unknown;
  /** What a 2xx answer promises. */
  promises: (answer: unknown) => Sent[];
}

export interface ProducerParts {
  name: string;
  history: History;
  random: Random;
  routes: readonly Route[];
  token: string;
  users: readonly string[];
}

/** A service that sends: any node, an `Idempotency-Key`, and again with the same key while the outcome is unknown. */
export class Producer {
  readonly #parts: ProducerParts;
  readonly #underway = new Set<Promise<void>>();
  #stopped = false;

  constructor(parts: ProducerParts) {
    this.#parts = parts;
  }

  /** Sends about so many requests per second until {@link stop}. */
  async send(perSecond: number): Promise<void> {
    while (!this.#stopped) {
      this.begin(this.#parts.random() < SHARE_OF_SEVERAL ? this.#toSeveral() : this.#toOne());
      await delay((1_000 / perSecond) * (0.5 + this.#parts.random()));
    }
  }

  /** Announces something every so many milliseconds until {@link stop}. */
  async announce(everyMs: number): Promise<void> {
    while (!this.#stopped) {
      this.begin(announcement());
      await delay(everyMs);
    }
  }

  /** Starts a call; its outcome is in the history. */
  begin(call: Call): void {
    const done = this.repeat(call).finally(() => this.#underway.delete(done));
    this.#underway.add(done);
  }

  /** Sends nothing new. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when every call has its answer. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  /** Calls until there is an answer other than 503. @param key the same for every try */
  async repeat(call: Call, key: string = randomUUID()): Promise<void> {
    this.#parts.history.add(this.#parts.name, { kind: 'invoke', id: key, op: call.op });
    while (!(await this.#try(call, key))) await delay(RETRY_MS * (0.5 + this.#parts.random()));
  }

  async #try(call: Call, key: string): Promise<boolean> {
    const { history, name, routes, random } = this.#parts;
    const route = pick(random, routes);
    if (!route) throw new Error('There is no node to ask');
    const began = history.now();
    const { status, answer } = await this.#post(route.url, call, key);
    const told = { id: key, op: call.op, node: route.node, ms: history.now() - began, status };
    if (status === 0 || status === 503) history.add(name, { kind: 'unknown', ...told });
    else if (status >= 300) history.add(name, { kind: 'fail', ...told });
    else history.add(name, { kind: 'ok', ...told, sent: call.promises(answer) });
    return status !== 0 && status !== 503;
  }

  async #post(url: string, { path, body }: Call, key: string): Promise<{ status: number; answer: unknown }> {
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#parts.token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(GIVE_UP_MS),
      });
      const text = await response.text();
      return { status: response.status, answer: response.ok && text !== '' ? JSON.parse(text) : null };
    } catch (error) {
      return { status: silence(error), answer: null };
    }
  }

  #toOne(): Call {
    const user = this.#someone();
    return { op: 'send', path: '/api/notifications', body: { to: user, ...noteTo(user) }, promises: sentItems };
  }

  #toSeveral(): Call {
    const users = [...new Set(Array.from({ length: SEVERAL }, () => this.#someone()))];
    return {
      op: 'send',
      path: '/api/notifications/batch',
      body: { items: users.map((to) => ({ to, ...noteTo(to) })) },
      promises: sentItems,
    };
  }

  #someone(): string {
    return pick(this.#parts.random, this.#parts.users) ?? 'nobody';
  }
}

/** A notification that says whose it is, and that no other is like. */
export function noteTo(user: string): { type: string; title: string; message: string; data: { mark: string } } {
  return { type: 'chaos.note', title: 'A note', message: noteFor(user), data: { mark: randomUUID() } };
}

/** What the answer to a send promises. */
export function sentItems(answer: unknown): Sent[] {
  const { items } = answer as { items: { id: string; userId: string; seq: number }[] };
  return items.map(({ id, userId: user, seq }) => ({ id, user, seq }));
}

function announcement(): Call {
  return {
    op: 'announce',
    path: '/api/announcements',
    body: { title: 'For everybody', message: randomUUID() },
    promises: (answer) => [{ ...(answer as { id: string; seq: number }), user: EVERYBODY }],
  };
}
