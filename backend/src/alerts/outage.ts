/** One server's absence as seen by asking again and again. */
export class Outage {
  #since: number | undefined;
  #reported = false;

  /** @param toleratedMs how long it may be away without a word */
  constructor(private readonly toleratedMs: number) {}

  /**
   * Notes whether the server answered at `now`, in milliseconds.
   * @returns true once for each absence: when it has lasted longer than is tolerated
   */
  observe(answered: boolean, now: number): boolean {
    if (answered) {
      this.#since = undefined;
      this.#reported = false;
      return false;
    }
    this.#since ??= now;
    if (this.#reported || now - this.#since <= this.toleratedMs) return false;
    this.#reported = true;
    return true;
  }
}
