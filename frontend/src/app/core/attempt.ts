/**
 * The `Idempotency-Key` of one form: the same content sent again, because the outcome of the first
 * try is unknown, keeps its key; other content gets a new one.
 */
export class Attempt {
  private last: { content: string; key: string } | null = null;

  keyFor(content: unknown): string {
    const text = JSON.stringify(content);
    if (this.last?.content !== text) this.last = { content: text, key: newKey() };
    return this.last.key;
  }

  /** The answer came: the same content from now on is a new wish. */
  done(): void {
    this.last = null;
  }
}

/** Not `randomUUID`: browsers keep that from pages that were loaded without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
