import { setTimeout as delay } from 'node:timers/promises';
import type { Device } from './device.js';
import { leftovers } from './invariants/i6-bounded.js';
import type { Holdings } from './history.js';
import type { ProductNode } from './product-node.js';
import type { Stage } from './stage.js';

const SAMPLE_MS = 1_000;
const STALL_CHECK_MS = 100;
const LEAST_STALL_MS = 50;
const LET_GO_MS = 10_000;
const LOOK_AGAIN_MS = 500;

/** Looks at the processes of a run, and at the suite itself. */
export class Watch {
  readonly #stage: Stage;
  readonly #devices: readonly Device[];
  readonly #token: string;
  readonly #before = new Map<ProductNode, Holdings>();
  #sampling: NodeJS.Timeout | undefined;
  #stalls: NodeJS.Timeout | undefined;

  private constructor(stage: Stage, devices: readonly Device[], token: string) {
    this.#stage = stage;
    this.#devices = devices;
    this.#token = token;
  }

  /** Looks every second until {@link stop}. */
  static async over(stage: Stage, devices: readonly Device[]): Promise<Watch> {
    const watch = new Watch(stage, devices, await stage.adminToken());
    watch.#sampling = setInterval(() => {
      for (const node of stage.processes) void node.sample(watch.#token);
    }, SAMPLE_MS);
    watch.#watchStalls();
    return watch;
  }

  /** Writes down what each process holds before anything is hurt. */
  async baseline(): Promise<void> {
    for (const node of this.#stage.processes) {
      const holdings = await this.#holdingsOf(node);
      if (holdings) this.#before.set(node, holdings);
      this.#write(node, holdings);
    }
  }

  /** Ends the connections of services, gives the processes some seconds to let go of what they need no longer, and writes down what they hold then. */
  async rest(): Promise<void> {
    clearInterval(this.#sampling);
    for (const { callers } of this.#stage.links) callers.reset();
    const limit = AbortSignal.timeout(LET_GO_MS);
    for (const node of this.#stage.processes) {
      const before = this.#before.get(node);
      let now = await this.#holdingsOf(node);
      while (now && before && leftovers(before, now).length > 0 && !limit.aborted) {
        await delay(LOOK_AGAIN_MS);
        now = await this.#holdingsOf(node);
      }
      this.#write(node, now);
      await node.sample(this.#token);
    }
  }

  stop(): void {
    clearInterval(this.#sampling);
    clearInterval(this.#stalls);
  }

  #holdingsOf(node: ProductNode): Promise<Holdings | null> {
    return node.holdings(this.#token, this.#devices.filter((device) => device.node === node.name).length);
  }

  #write({ name }: ProductNode, holdings: Holdings | null): void {
    if (holdings) this.#stage.history.add(name, { kind: 'holds', ...holdings });
  }

  /** On a busy machine the suite may hear of an answer late; that is not the product's doing. */
  #watchStalls(): void {
    let last = performance.now();
    this.#stalls = setInterval(() => {
      const late = performance.now() - last - STALL_CHECK_MS;
      last = performance.now();
      if (late > LEAST_STALL_MS) this.#stage.history.add('suite', { kind: 'stall', ms: Math.round(late) });
    }, STALL_CHECK_MS);
  }
}
