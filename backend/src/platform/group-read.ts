/** How many reads run at once, and how many questions one of them may answer. */
export interface GroupReadLimits {
  readers: number;
  together: number;
}

interface Question<Q, A> {
  question: Q;
  resolve: (answer: A) => void;
  reject: (error: unknown) => void;
}

/**
 * Group read: whoever asks while all readers are busy shares the next read with everybody else who waits. So an idle
 * process answers as fast as a single read, and a busy one answers many questions with each.
 *
 * Guarantees: a read begins after all that it answers were asked, so an answer is never older than its question; of those
 * who wait, nobody is overtaken.
 */
export class GroupRead<Q, A> {
  readonly #waiting: Question<Q, A>[] = [];
  #reading = 0;

  /**
   * @param read answers these questions in their order; an Error refuses the one in its place, a rejection all of them.
   *   It must end in time: the others wait for it
   */
  constructor(
    private readonly read: (questions: readonly Q[]) => Promise<readonly (A | Error)[]>,
    private readonly limits: GroupReadLimits,
  ) {}

  /** How many questions wait for a reader. */
  get waiting(): number {
    return this.#waiting.length;
  }

  ask(question: Q): Promise<A> {
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    this.#waiting.push({ question, resolve, reject });
    if (this.#reading < this.limits.readers) void this.#work();
    return promise;
  }

  /** Reads until nobody waits. */
  async #work(): Promise<void> {
    this.#reading += 1;
    // Whoever asks in the same turn of the event loop shares the first read.
    await Promise.resolve();
    for (let group = this.#next(); group.length > 0; group = this.#next()) await this.#answer(group);
    this.#reading -= 1;
  }

  #next(): Question<Q, A>[] {
    return this.#waiting.splice(0, this.limits.together);
  }

  async #answer(group: readonly Question<Q, A>[]): Promise<void> {
    try {
      const answers = await this.read(group.map(({ question }) => question));
      group.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer instanceof Error) reject(answer);
        else resolve(answer as A);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
