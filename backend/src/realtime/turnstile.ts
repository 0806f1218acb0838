/**
 * Lets a few through in each turn of the event loop, in the order in which they came, so that everything else that the
 * process does gets its turn in between, however many wait.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly perTurn: number) {}

  /** Runs `enter`, which must not throw, when its turn has come. */
  pass(enter: () => void): void {
    this.#waiting.push(enter);
    if (this.#waiting.length === 1) setImmediate(() => this.#turn());
  }

  #turn(): void {
    for (const enter of this.#waiting.slice(0, this.perTurn)) enter();
    this.#waiting.splice(0, this.perTurn);
    if (this.#waiting.length > 0) setImmediate(() => this.#turn());
  }
}
