import { DOCUMENT, Injectable, type OnDestroy, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { EMPTY, fromEvent } from 'rxjs';
import type { InboxState } from './inbox-state';
import { toStored, type StoredInbox } from './stored-inbox';

const WRITE_PERIOD_MS = 250;
/** Storage that hasn't answered by then is slower than the server. */
const OPEN_PATIENCE_MS = 1_000;

interface Schema extends DBSchema {
  owner: { key: 'owner'; value: string };
  inbox: { key: 'inbox'; value: StoredInbox };
}

/**
 * Keeps the inbox of one person in this browser, so that a reopened tab shows it at once and asks for the difference.
 *
 * Guarantees: cursor and items are written in one transaction; what is stored belongs to the last person who opened
 * it, and a tab that still shows somebody else writes nothing. Without storage (private windows, no space, none at
 * all, or one that hangs) nothing is kept, and nothing else changes.
 */
@Injectable({ providedIn: 'root' })
export class InboxCache implements OnDestroy {
  private readonly database: Promise<IDBPDatabase<Schema> | null> | null =
    typeof indexedDB === 'undefined' ? null : orNothing(openDatabase);
  private owner: string | null = null;
  private latest: InboxState | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** False where the browser has no storage: there is nothing to wait for then. */
  readonly available = this.database !== null;

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
    this.owner = userId;
    const stored = this.use(async (database) => {
      const { owners, inboxes, done } = storesOf(database);
      const isOurs = (await owners.get('owner')) === userId;
      if (!isOurs) await Promise.all([owners.put(userId, 'owner'), inboxes.clear()]);
      const stored = await inboxes.get('inbox');
      await done;
      return stored ?? null;
    });
    return within(OPEN_PATIENCE_MS, stored);
  }

  /** Stores the state, together with those that follow within 250 ms; a later one replaces it. */
  keep(state: InboxState): void {
    if (!this.available || this.owner === null) return;
    this.latest = state;
    this.timer ??= setTimeout(() => void this.flush(), WRITE_PERIOD_MS);
  }

  /** Writes what waits to be written. */
  async flush(): Promise<void> {
    const { latest, owner } = this;
    this.stopWriting();
    const stored = latest && toStored(latest);
    if (stored) await this.writeAs(owner, ({ inboxes }) => inboxes.put(stored, 'inbox'));
  }

  /** Forgets everything: the person has signed out. */
  async clear(): Promise<void> {
    const { owner } = this;
    this.stopWriting();
    this.owner = null;
    await this.writeAs(owner, ({ owners, inboxes }) => Promise.all([owners.clear(), inboxes.clear()]));
  }

  /** Writes only what is still this owner's: another tab may have signed somebody else in, or this one out. */
  private async writeAs(owner: string | null, write: (stores: Stores) => Promise<unknown>): Promise<void> {
    await this.use(async (database) => {
      const { owners, inboxes, done } = storesOf(database);
      if ((await owners.get('owner')) === owner) await write({ owners, inboxes });
      await done;
    });
  }

  private stopWriting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.latest = null;
  }

  private async use<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
    const database = await this.database;
    return database && orNothing(() => work(database));
  }
}

type Stores = Omit<ReturnType<typeof storesOf>, 'done'>;

/** Both stores, in one transaction. */
function storesOf(database: IDBPDatabase<Schema>) {
  const transaction = database.transaction(['owner', 'inbox'], 'readwrite');
  return {
    owners: transaction.objectStore('owner'),
    inboxes: transaction.objectStore('inbox'),
    done: transaction.done,
  };
}

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('eventide', 1, {
    upgrade: (database) => {
      database.createObjectStore('owner');
      database.createObjectStore('inbox');
    },
    // A newer build in another tab waits for this one to let go; this one goes on from memory.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
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

/** Null where the browser refuses: storage is never needed, only welcome. */
async function orNothing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
