/**
 * Runs a job again and again with a pause between the end of one run and the start of the next, so it never runs twice
 * at once in this process. A run that fails is reported, and the next comes all the same.
 */
export class Recurring {
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param pauseMs milliseconds between two runs */
  constructor(
    private readonly pauseMs: number,
    private readonly job: () => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#current = this.job()
        .catch(this.failed)
        .then(() => {
          if (!this.#stopped) this.start();
        });
    }, this.pauseMs);
  }

  /** No run starts after this; resolves when the one in progress has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#current;
  }
}
