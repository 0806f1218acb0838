import { readdirSync, readFileSync } from 'node:fs';
import type { DataFolder } from '../scripts/data-folder.mjs';
import { startNode, untilReady } from '../scripts/eventide-node.mjs';
import { freePort } from '../scripts/ports.mjs';
import { signalGroup } from '../scripts/process-group.mjs';
import type { History } from './history.js';

const HOST = '127.0.0.1';
const PROBE_MS = 2_500;

type Running = ReturnType<typeof startNode>;

export interface NodeParts {
  name: string;
  folder: DataFolder;
  history: History;
  env: Record<string, string>;
  /** Another program than the product's. */
  main?: string;
}

/** One process of the product: a gateway or the worker. Its address stays when it is started again. */
export class ProductNode {
  readonly name: string;
  readonly port: number;
  readonly #folder: DataFolder;
  readonly #history: History;
  readonly #env: Record<string, string>;
  readonly #main: string | undefined;
  #process: Running | null = null;
  /** What the suite does to it ends it; any other end is its own. */
  #ordered = false;

  private constructor(port: number, { name, folder, history, env, main }: NodeParts) {
    this.name = name;
    this.port = port;
    this.#folder = folder;
    this.#history = history;
    this.#env = env;
    this.#main = main;
  }

  static async create(parts: NodeParts): Promise<ProductNode> {
    return new ProductNode(await freePort(), parts);
  }

  get url(): string {
    return `http://${HOST}:${this.port}`;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  /** Resolves when it is ready to serve. @param env settings for this start alone */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.#ordered = false;
    const process = startNode(this.#folder, this.name, { host: HOST, port: this.port }, { ...this.#env, ...env }, { main: this.#main });
    this.#process = process;
    void process.ended.then((how) => this.#ended(process, how));
    await untilReady(process);
    this.#history.add(this.name, { kind: 'up' });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as a deploy does; resolves when it is gone. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** From now on its end is the suite's doing, whenever it comes. */
  expectEnd(): void {
    this.#ordered = true;
    this.#history.add(this.name, { kind: 'down' });
  }

  /** Resolves when it has ended, however. */
  async ended(): Promise<void> {
    await this.#process?.ended;
  }

  freeze(): void {
    this.signal('SIGSTOP');
    this.#history.add(this.name, { kind: 'down' });
  }

  thaw(): void {
    this.signal('SIGCONT');
    this.#history.add(this.name, { kind: 'up' });
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#process) signalGroup(this.#process, signal);
  }

  /** Writes down what it says of itself and what it uses. */
  async sample(waiting: number): Promise<void> {
    const process = this.#process;
    if (!process) return;
    const status = await this.#readiness();
    if (process !== this.#process) return;
    this.#history.add(this.name, { kind: 'ready', status });
    const use = useOf(process.pid);
    if (use) this.#history.add(this.name, { kind: 'memory', ...use, waiting });
  }

  /** A gauge of its metrics; null when it doesn't answer. */
  async gauge(name: string, token: string): Promise<number | null> {
    const text = await this.#fetchText('/metrics', { authorization: `Bearer ${token}` });
    const line = text?.split('\n').find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.expectEnd();
    this.signal(signal);
    await this.ended();
  }

  #ended(process: Running, how: string): void {
    this.#history.add(this.name, { kind: 'exit', how, ordered: this.#ordered });
    if (this.#process === process) this.#process = null;
  }

  async #readiness(): Promise<number> {
    try {
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(PROBE_MS) });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      return silence(error);
    }
  }

  async #fetchText(path: string, headers: Record<string, string>): Promise<string | null> {
    try {
      const answer = await fetch(`${this.url}${path}`, { headers, signal: AbortSignal.timeout(PROBE_MS) });
      return await answer.text();
    } catch (error) {
      silence(error);
      return null;
    }
  }
}

/** What `fetch` throws when nobody answers is a status of 0; anything else is a defect. */
export function silence(error: unknown): 0 {
  if (error instanceof TypeError || (error instanceof DOMException && ['TimeoutError', 'AbortError'].includes(error.name))) return 0;
  throw error;
}

/** Resident memory and open files; null for a process that is gone. */
function useOf(pid: number): { rssMb: number; files: number } | null {
  try {
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { rssMb: Math.round(Number(rss ?? 0) / 1_024), files: readdirSync(`/proc/${pid}/fd`).length };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return null;
    throw error;
  }
}
