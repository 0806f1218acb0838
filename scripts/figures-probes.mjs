import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from './output.mjs';

const EVERY_MS = 50;
const ARRIVES_MS = 10_000;

/** Sends single notifications to one person who listens, and notes how long each takes. */
export class Probes {
  #sentAt = new Map();
  #taken = [];
  #stopped = false;
  #number = 0;
  #refused = 0;
  #abort = new AbortController();

  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  /** @param key with scope `send` */
  static async open(url, key) {
    const probes = new Probes(url, key);
    await probes.#listen();
    return probes;
  }

  /** The API as the demo's admin. */
  async admin() {
    return this.#as((await this.#signIn('admin')).accessToken);
  }

  async sendFor(ms) {
    const sending = this.sendUntilStopped();
    await delay(ms);
    this.stop();
    await sending;
  }

  /** Resolves when all that was sent has arrived. */
  async sendUntilStopped() {
    this.#stopped = false;
    const sends = [];
    while (!this.#stopped) {
      sends.push(this.#send());
      await delay(EVERY_MS);
    }
    await Promise.all(sends);
    const deadline = Date.now() + ARRIVES_MS;
    while (this.#sentAt.size > 0) {
      if (Date.now() > deadline) throw new Refusal(`${this.#sentAt.size} notifications did not arrive.`);
      await delay(EVERY_MS);
    }
  }

  stop() {
    this.#stopped = true;
  }

  /** What was noted since the last time, in words. */
  take() {
    const sorted = this.#taken.splice(0).sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(0);
    const refused = this.#refused;
    this.#refused = 0;
    return `p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)} of ${sorted.length} (${refused} refused)`;
  }

  close() {
    this.#abort.abort();
  }

  async #send() {
    const title = `probe ${++this.#number}`;
    this.#sentAt.set(title, performance.now());
    const body = { to: 'user1', type: 'probe.sent', title, message: 'How long does it take?' };
    try {
      await this.#as(this.key)('POST', '/api/notifications', body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#sentAt.delete(title);
      this.#refused += 1;
    }
  }

  async #listen() {
    const { accessToken } = await this.#signIn('user1');
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${this.url}/api/stream`, { headers, signal: this.#abort.signal });
    void this.#read(response.body.pipeThrough(new TextDecoderStream()));
  }

  async #read(chunks) {
    let rest = '';
    try {
      for await (const chunk of chunks) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop();
        for (const line of lines) this.#noteArrivals(line);
      }
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  }

  #noteArrivals(line) {
    for (const [title] of line.matchAll(/probe \d+/g)) {
      const sentAt = this.#sentAt.get(title);
      if (sentAt !== undefined) this.#taken.push(performance.now() - sentAt);
      this.#sentAt.delete(title);
    }
  }

  #signIn(name) {
    return this.#as()('POST', '/api/auth/login', { email: `${name}@eventide.test`, password: 'eventide' });
  }

  #as(token) {
    return async (method, path, body) => {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
      });
      if (!response.ok) throw new Refusal(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    };
  }
}
