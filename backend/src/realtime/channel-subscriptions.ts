import { setTimeout as delay } from 'node:timers/promises';
import { FAILED } from '../platform/redis-clients.js';

const RETRY_MS = 1_000;

type Listener = (message: Buffer, channel: Buffer) => void;

/** What is needed of a guarded Redis client; a call that failed resolves with {@link FAILED}. */
export interface SubscribingClient {
  sSubscribe(channel: string, listener: Listener, returnBuffers: true): Promise<unknown>;
  sUnsubscribe(channel: string): Promise<unknown>;
}

/**
 * Sharded subscriptions that become what is wanted of them. Stands between Socket.IO's adapter and the client, because
 * the adapter drops the outcome of each call: one that failed while Redis was away would be missing from then on. And
 * the client loses a subscription that is made while the same channel is being unsubscribed, so calls for one channel
 * follow each other here.
 */
export class ChannelSubscriptions {
  readonly #wanted = new Map<string, Listener>();
  readonly #active = new Set<string>();
  readonly #work = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  /** @param retryMs how long after a failed call the next is made */
  constructor(
    private readonly client: SubscribingClient,
    private readonly retryMs = RETRY_MS,
  ) {}

  sSubscribe(channel: string, listener: Listener): Promise<void> {
    this.#wanted.set(channel, listener);
    return this.settled(channel);
  }

  async sUnsubscribe(channels: string | readonly string[]): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const gone = [channels].flat();
    for (const channel of gone) this.#wanted.delete(channel);
    await Promise.all(gone.map((channel) => this.settled(channel)));
  }

  /** Resolves when the channel is as it is wanted; may take as long as Redis is away. */
  settled(channel: string): Promise<void> {
    const underway = this.#work.get(channel);
    if (underway) return underway;
    if (this.#isSettled(channel)) return Promise.resolve();
    const work = this.#settle(channel);
    this.#work.set(channel, work);
    return work;
  }

  /** Gives up what is not settled yet; from now on nothing is asked of the client. */
  close(): void {
    this.#stop.abort();
  }

  #isSettled(channel: string): boolean {
    return this.#wanted.has(channel) === this.#active.has(channel) || this.#stop.signal.aborted;
  }

  async #settle(channel: string): Promise<void> {
    while (!this.#isSettled(channel)) await this.#step(channel);
    // Not a turn later: who changes their mind after the last look begins anew.
    this.#work.delete(channel);
  }

  async #step(channel: string): Promise<void> {
    const listener = this.#wanted.get(channel);
    const outcome = listener
      ? await this.client.sSubscribe(channel, listener, true)
      : await this.client.sUnsubscribe(channel);
    if (outcome === FAILED) await this.#pause();
    else if (listener) this.#active.add(channel);
    else this.#active.delete(channel);
  }

  async #pause(): Promise<void> {
    // The only rejection is the abort of close(), and the loop looks at that itself.
    await delay(this.retryMs, undefined, { ref: false, signal: this.#stop.signal }).catch(() => undefined);
  }
}
