/** What a page of metrics says. */
export class Gauges {
  readonly #lines: readonly string[];

  /** @param text of `/metrics`, in the form of Prometheus */
  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  /** The value of a metric without labels; 0 where it isn't told. */
  of(name: string): number {
    const line = this.#lines.find((each) => each.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.slice(name.length + 1));
  }
}
