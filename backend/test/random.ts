/** A seeded stream of choices: the same seed makes the same ones. */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From `TEST_SEED` when it is set, to repeat a run. */
  static fromEnvironment(): Random {
    const given = process.env['TEST_SEED'];
    return new Random(given === undefined ? Date.now() >>> 0 : Number(given));
  }

  /** 0 up to, but not, 1: mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let word = this.#state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, but not, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const index = this.below(choices.length);
    if (!(index in choices)) throw new Error('There is nothing to pick from');
    return choices[index] as T;
  }
}
