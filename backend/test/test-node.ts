import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.js';

const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');
const KEPT_LINES = 2_000;
const START_MS = 60_000;
const STOP_MS = 30_000;

/** What a program takes over from this process: no settings. */
export const SURROUNDINGS = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };

/** One node of the built product, in a process of its own. */
export class TestNode {
  /** The newest lines of its log. */
  readonly log: string[] = [];
  /** Hears each line of the log, from the first on. */
  onLine: (line: string) => void = () => undefined;
  #process: ChildProcess | undefined;
  #port = 0;
  #listens = false;

  constructor(
    private readonly env: Record<string, string>,
    private readonly nodeArgs: readonly string[] = [],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get running(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Starts it, on the port that it had before if it had one; resolves when it listens. */
  async start(): Promise<void> {
    const node = spawn(process.execPath, [...this.nodeArgs, MAIN], {
      env: { ...SURROUNDINGS, ...this.env, PORT: String(this.#port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = node;
    this.#listens = false;
    createInterface({ input: node.stderr }).on('line', (line) => this.#keep(line));
    let ended = false;
    node.once('exit', () => (ended = true));
    createInterface({ input: node.stdout }).on('line', (line) => {
      this.#keep(line);
      this.#port = listeningPort(line) ?? this.#port;
      this.#listens ||= listeningPort(line) !== undefined;
    });
    await eventually('a node that listens', () => ended || this.#listens, START_MS);
    if (ended) throw new Error(`The node ended before it listened:\n${this.log.join('\n')}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Ends it as a deploy does. @returns its exit code; null when it had to be killed */
  async stop(): Promise<number | null> {
    const node = this.#process;
    if (!node || !this.running) return node?.exitCode ?? null;
    const ended = once(node, 'exit');
    node.kill('SIGCONT');
    node.kill('SIGTERM');
    const last = setTimeout(() => node.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(last);
    return node.exitCode;
  }

  #keep(line: string): void {
    this.onLine(line);
    this.log.push(line);
    if (this.log.length > KEPT_LINES) this.log.shift();
  }
}

function listeningPort(line: string): number | undefined {
  const port = /"msg":"Listening".*"port":(\d+)/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}
