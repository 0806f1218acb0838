import { computed, signal } from '@angular/core';
import { failureOf, type Failure } from './failure';

/**
 * A list as a page holds it, read anew on demand. The latest answer counts; a failed refresh keeps what is there, and the
 * failure is said until there is an answer.
 */
export abstract class FreshList<T> {
  protected readonly held = signal<T[] | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private readonly refreshes = signal(0);

  readonly items = computed(() => this.held() ?? []);
  readonly failure = this.lastFailure.asReadonly();
  /** Counts the refreshes, for those who hold what hangs on an item. */
  readonly revision = this.refreshes.asReadonly();
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  /** Asks the server, and puts the answer in the list's order. Rejects with the failed call. */
  protected abstract read(): Promise<T[]>;

  async refresh(): Promise<void> {
    const turn = this.refreshes() + 1;
    this.refreshes.set(turn);
    try {
      const items = await this.read();
      if (turn !== this.refreshes()) return;
      this.held.set(items);
      this.lastFailure.set(null);
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.refreshes()) this.lastFailure.set(failure);
    }
  }
}
