import { DOCUMENT, Injectable, type OnDestroy, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { EMPTY, fromEvent } from 'rxjs';
import { InboxDatabase } from './inbox-database';
import type { InboxState } from './inbox-state';
import { toStored, type StoredInbox } from './stored-inbox';

const WRITE_PERIOD_MS = 250;
/** Storage that hasn't answered by then is slower than the server. */
const OPEN_PATIENCE_MS = 1_000;

/**
 * Keeps the inbox of one person in this browser, so that a reopened tab shows it at once and asks for the difference.
 * Cursor and items are one record. Without storage, or with one that hangs, nothing is kept, and nothing else changes.
 */
@Injectable({ providedIn: 'root' })
export class InboxCache implements OnDestroy {
  private readonly database = inject(InboxDatabase);
  private isOpen = false;
  private latest: InboxState | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** False where the browser has no storage: there is nothing to wait for then. */
  readonly available = this.database.available;

  constructor() {
    const { defaultView } = inject(DOCUMENT);
    (defaultView ? fromEvent(defaultView, 'pagehide') : EMPTY)
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.flush());
  }

  ngOnDestroy(): void {
    void this.flush();
  }

  /**
   * What is stored of this person; null also when it isn't there within a second. Forgets what is stored of anybody
   * else; from now on `keep` is about this one.
   */
  open(userId: string): Promise<StoredInbox | null> {
    this.stopWriting();
    this.isOpen = true;
    return within(OPEN_PATIENCE_MS, this.read(userId));
  }

  /** Stores the state, together with those that follow within 250 ms; a later one replaces it. */
  keep(state: InboxState): void {
    if (!this.available || !this.isOpen) return;
    this.latest = state;
    this.timer ??= setTimeout(() => void this.flush(), WRITE_PERIOD_MS);
  }

  /** Writes what waits to be written. */
  async flush(): Promise<void> {
    const stored = this.latest && toStored(this.latest);
    this.stopWriting();
    if (stored) await this.database.use(({ inbox }) => inbox.put(stored, 'inbox'));
  }

  /** Forgets everything: the person has signed out. */
  async clear(): Promise<void> {
    this.stopWriting();
    this.isOpen = false;
    await this.database.clear();
  }

  private async read(userId: string): Promise<StoredInbox | null> {
    await this.database.welcome(userId);
    return (await this.database.use(({ inbox }) => inbox.get('inbox'))) ?? null;
  }

  private stopWriting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.latest = null;
  }
}

/** The outcome, or null when there is none by then. */
async function within<T>(ms: number, outcome: Promise<T | null>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([outcome, patience]);
  } finally {
    clearTimeout(timer);
  }
}
