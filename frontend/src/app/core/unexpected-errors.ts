import type { ErrorHandler} from '@angular/core';
import { Injectable, signal } from '@angular/core';

/** Faults that no part of the page expected: logged, and made known so that the shell can say so. */
@Injectable({ providedIn: 'root' })
export class UnexpectedErrors implements ErrorHandler {
  private readonly seen = signal(false);
  readonly occurred = this.seen.asReadonly();

  handleError(error: unknown): void {
    console.error(error);
    this.seen.set(true);
  }

  dismiss(): void {
    this.seen.set(false);
  }
}
