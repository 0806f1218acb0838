import { rmSync } from 'node:fs';
import { createClient } from 'redis';
import type { DataFolder } from '../scripts/data-folder.mjs';
import { signalGroup, type ProcessGroup } from '../scripts/process-group.mjs';
import { provideRedis } from '../scripts/redis.mjs';
import type { History } from './history.js';

const SUBSCRIBING = ['subscribe', 'psubscribe', 'ssubscribe'];

/** The Redis of a run, with its append-only file; it keeps its port when it is started again. */
export class RedisServer {
  readonly #folder: DataFolder;
  readonly #history: History;
  #process: ProcessGroup | null = null;
  #url = '';

  constructor(folder: DataFolder, history: History) {
    this.#folder = folder;
    this.#history = history;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  async start(): Promise<void> {
    const { url, process } = await provideRedis(this.#folder, null);
    this.#url = url;
    this.#process = process;
    this.#history.add('redis', { kind: 'up' });
  }

  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    this.#history.add('redis', { kind: 'down' });
    await this.#process?.ended;
  }

  freeze(): void {
    this.#signal('SIGSTOP');
    this.#history.add('redis', { kind: 'down' });
  }

  thaw(): void {
    this.#signal('SIGCONT');
    this.#history.add('redis', { kind: 'up' });
  }

  /** Only while it does not run. */
  forgetEverything(): void {
    rmSync(this.#folder.file('redis'), { recursive: true, force: true });
  }

  /** Ends every subscription, as cutting its link does. */
  async cutSubscribers(): Promise<void> {
    await this.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
  }

  /** From now on links that are cut come back without what they were subscribed to, until {@link allowSubscribing}. */
  async forbidSubscribing(): Promise<void> {
    await this.command('ACL', 'SETUSER', 'default', ...SUBSCRIBING.map((command) => `-${command}`));
  }

  async allowSubscribing(): Promise<void> {
    await this.command('ACL', 'SETUSER', 'default', ...SUBSCRIBING.map((command) => `+${command}`));
  }

  /** Gives one command to the server, past every proxy. */
  async command(...words: string[]): Promise<unknown> {
    const client = createClient({ url: this.#url });
    client.on('error', (error: Error) => this.#history.add('redis', { kind: 'exit', how: `a command failed: ${error.message}`, ordered: true }));
    await client.connect();
    try {
      return await client.sendCommand(words);
    } finally {
      client.destroy();
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#process) signalGroup(this.#process, signal);
  }
}
