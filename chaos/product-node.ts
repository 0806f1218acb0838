import { readFileSync } from 'node:fs';
import type { DataFolder } from '../scripts/data-folder.mjs';
import { startNode, untilReady } from '../scripts/eventide-node.mjs';
import { freePort } from '../scripts/ports.mjs';
import { signalGroup } from '../scripts/process-group.mjs';
import { Gauges } from './gauges.js';
import type { History, Holdings } from './history.js';
import { openFilesOf, whileItLives, type KnownPorts } from './open-files.js';

const HOST = '127.0.0.1';
const PROBE_MS = 2_500;

type Running = ReturnType<typeof startNode>;

export interface NodeParts {
  name: string;
  folder: DataFolder;
  history: History;
  env: Record<string, string>;
  /** Where its servers are. */
  servers: Omit<KnownPorts, 'own'>;
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
  readonly #servers: NodeParts['servers'];
  #process: Running | null = null;
  /** What the suite does to it ends it; any other end is its own. */
  #ordered = false;

  private constructor(port: number, { name, folder, history, env, servers, main }: NodeParts) {
    this.name = name;
    this.port = port;
    this.#folder = folder;
    this.#history = history;
    this.#env = env;
    this.#servers = servers;
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

  /** Writes down what it says of itself and what it uses. @param token one that may read its metrics */
  async sample(token: string): Promise<void> {
    const process = this.#process;
    if (!process) return;
    const [status, gauges] = await Promise.all([this.#readiness(), this.#gauges(token)]);
    if (process !== this.#process) return;
    this.#history.add(this.name, { kind: 'ready', status });
    const rssMb = residentMb(process.pid);
    if (rssMb !== null) this.#history.add(this.name, { kind: 'memory', rssMb, heapMb: Math.round(gauges.of('nodejs_heap_size_used_bytes') / 1e4) / 100 });
  }

  /** What it has open and waiting; null when it is gone. @param devices how many of the suite are connected to it */
  async holdings(token: string, devices: number): Promise<Holdings | null> {
    const gauges = await this.#gauges(token);
    const files = this.#process && openFilesOf(this.#process.pid, { ...this.#servers, own: this.port });
    if (!files) return null;
    const queues = { commits: gauges.of('eventide_inbox_queue_documents'), redisCalls: gauges.of('eventide_redis_pending_calls') };
    return { ...files, ...queues, devices, members: this.#servers.mongo.size };
  }

  async #gauges(token: string): Promise<Gauges> {
    return new Gauges((await this.#fetchText('/metrics', { authorization: `Bearer ${token}` })) ?? '');
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

/** Null for a process that is gone. */
function residentMb(pid: number): number | null {
  const status = whileItLives(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  return status === null ? null : Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024);
}
