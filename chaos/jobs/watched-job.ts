import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '@eventide/contracts';
import type { Stage } from '../stage.js';

const PATIENCE_MS = 60_000;
const LOOK_MS = 25;

type State = Pick<Job, 'status' | 'done' | 'failed'>;

/** Work that the queue carries and the worker does, looked at past the product. */
export abstract class WatchedJob {
  protected readonly stage: Stage;
  readonly #id: string;
  readonly #size: number;
  #last: State | null = null;

  /** @param size how many steps it has */
  protected constructor(stage: Stage, id: string, size: number) {
    this.stage = stage;
    this.#id = id;
    this.#size = size;
  }

  /** Resolves when some of it is done and some is not, or all is over. */
  async halfWay(): Promise<void> {
    await this.#until(({ status, done }) => status !== 'queued' && (done > this.#size / 10 || status !== 'running'));
  }

  /** Resolves when it has ended, however, or after a minute. */
  async settled(): Promise<void> {
    await this.#until(({ status }) => status !== 'queued' && status !== 'running');
  }

  /** What became of it and should not have. */
  get complaints(): string[] {
    const { status = 'unknown', done = 0, failed = 0 } = this.#last ?? {};
    if (status === 'completed' && done === this.#size && failed === 0) return [];
    return [`${this.constructor.name} is ${status}, ${done} of ${this.#size} done, ${failed} failed`];
  }

  async #until(isSo: (state: State) => boolean): Promise<void> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    const jobs = this.stage.client.db(this.stage.mongo.name).collection<State & { _id: string }>('jobs');
    do {
      await delay(LOOK_MS);
      this.#last = await jobs.findOne({ _id: this.#id });
    } while (!(this.#last && isSo(this.#last)) && !limit.aborted);
  }
}

/** Waits for all of them at once. */
export async function allSettled(jobs: readonly WatchedJob[]): Promise<void> {
  await Promise.all(jobs.map((job) => job.settled()));
}
