import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrowdAnswer, CrowdOrder } from './crowd-process.js';
import type { Line } from './history.js';
import type { Stage } from './stage.js';

const PEOPLE = 100;
const HERE = import.meta.dirname;

/** Devices by the thousand, in a process of their own: the suite has to stay quick to judge answers by. */
export class Crowd {
  readonly #process: ChildProcess;
  readonly #stage: Stage;
  readonly #size: number;
  #connected = 0;
  #back = 0;

  private constructor(process: ChildProcess, stage: Stage, size: number) {
    this.#process = process;
    this.#stage = stage;
    this.#size = size;
  }

  /** They connect past the proxies, which are in the suite's process. */
  static async of(stage: Stage, size: number): Promise<Crowd> {
    const path = join(HERE, 'crowd-process.ts');
    const child = fork(path, { execArgv: ['--import', join(HERE, 'typescript.mjs')], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const crowd = new Crowd(child, stage, size);
    const people = Array.from({ length: PEOPLE }, (_, index) => `newcomer-${index}`);
    const tokens = await Promise.all(people.map(async (user) => [user, await stage.token(user)] as const));
    const routes = stage.nodes.map(({ name, url }) => ({ node: name, url }));
    await crowd.#ask({ kind: 'prepare', size, routes, tokens, began: stage.history.began, seed: Math.floor(stage.random() * 2 ** 32) });
    return crowd;
  }

  /** Starts all within this time; resolves when each has its first page, or patience ends. */
  async connect(withinMs: number): Promise<void> {
    this.#connected = (await this.#ask({ kind: 'connect', withinMs })).count;
  }

  /** Waits until all are connected, adds what they have seen to the history, and ends them. */
  async leave(): Promise<void> {
    const path = this.#stage.folder.file('crowd.ndjson');
    this.#back = (await this.#ask({ kind: 'leave', path })).count;
    const lines = readFileSync(path, 'utf8').split('\n');
    this.#stage.history.join(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line));
    this.#process.disconnect();
  }

  /** What must not be. */
  get complaints(): string[] {
    return [
      ...(this.#connected < this.#size ? [`Only ${this.#connected} of ${this.#size} newcomers got a page`] : []),
      ...(this.#back < this.#size ? [`Only ${this.#back} of ${this.#size} newcomers came back`] : []),
    ];
  }

  async #ask(order: CrowdOrder): Promise<CrowdAnswer> {
    this.#process.send(order);
    const [answer] = (await once(this.#process, 'message')) as [CrowdAnswer];
    return answer;
  }
}
