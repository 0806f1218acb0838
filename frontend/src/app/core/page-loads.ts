import { Injectable, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, type NavigationError } from '@angular/router';
import { UnexpectedErrors } from './unexpected-errors';

/** What browsers say when a script couldn't be fetched; each has words of its own, and no code. */
const NOT_FETCHED = /dynamically imported module|importing a module script/i;

/** A page's script comes when the page is first opened. This knows of one that didn't come, until another is opened. */
@Injectable({ providedIn: 'root' })
export class PageLoads {
  private readonly router = inject(Router);
  private readonly errors = inject(UnexpectedErrors);
  private readonly lost = signal<string | null>(null);

  /** The address that couldn't be opened. */
  readonly missed = this.lost.asReadonly();

  constructor() {
    this.router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) this.lost.set(null);
    });
  }

  /** To be told of every navigation that failed; any other failure is a fault of ours. */
  failed({ error, url }: NavigationError): void {
    if (error instanceof TypeError && NOT_FETCHED.test(error.message)) this.lost.set(url);
    else this.errors.handleError(error);
  }

  async retry(): Promise<void> {
    const url = this.lost();
    if (url !== null) await this.router.navigateByUrl(url);
  }
}
