import { Injectable } from '@angular/core';
import type { UpdateCommand } from '@eventide/contracts';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredInbox } from './stored-inbox';

/** A command whose outcome isn't known yet. */
export interface StoredCommand {
  readonly command: UpdateCommand;
  /** The tab that sends it, by the name of its lock. */
  readonly tab: string;
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
}

interface Schema extends DBSchema {
  owner: { key: 'owner'; value: string };
  inbox: { key: 'inbox'; value: StoredInbox };
  commands: { key: string; value: StoredCommand };
}

const STORES = ['owner', 'inbox', 'commands'] as const;

/**
 * What this browser keeps of one person: the last who was welcomed.
 *
 * Guarantees: every use is one transaction and begins by looking whose the content is, so a tab that still shows
 * somebody else, or hasn't heard of the sign-out yet, reads and writes nothing. Where the browser has no storage, or
 * refuses it (private windows, no space), every use gives null, and nothing else changes.
 */
@Injectable({ providedIn: 'root' })
export class InboxDatabase {
  private readonly database: Promise<IDBPDatabase<Schema> | null> | null =
    typeof indexedDB === 'undefined' ? null : orNothing(openDatabase);
  private owner: string | null = null;

  /** False where the browser has no storage: there is nothing to wait for then. */
  readonly available = this.database !== null;

  /** From now on the content is this person's; what was anybody else's is deleted. */
  async welcome(userId: string): Promise<void> {
    this.owner = userId;
    await this.transact(async ({ owner, inbox, commands }) => {
      if ((await owner.get('owner')) === userId) return;
      await Promise.all([owner.put(userId, 'owner'), inbox.clear(), commands.clear()]);
    });
  }

  /** Works on the content of the person welcomed last; null when it isn't theirs any more. */
  async use<T>(work: (stores: Stores) => Promise<T>): Promise<T | null> {
    const { owner: wanted } = this;
    if (wanted === null) return null;
    return this.transact(async (stores) => ((await stores.owner.get('owner')) === wanted ? work(stores) : null));
  }

  /** Deletes everything: the person has signed out. */
  async clear(): Promise<void> {
    const cleared = this.use(({ owner, inbox, commands }) =>
      Promise.all([owner.clear(), inbox.clear(), commands.clear()]),
    );
    this.owner = null;
    await cleared;
  }

  private async transact<T>(work: (stores: Stores) => Promise<T>): Promise<T | null> {
    const database = await this.database;
    if (!database) return null;
    return orNothing(async () => {
      const { done, ...stores } = storesOf(database);
      const [result] = await Promise.all([work(stores), done]);
      return result;
    });
  }
}

export type Stores = Omit<ReturnType<typeof storesOf>, 'done'>;

function storesOf(database: IDBPDatabase<Schema>) {
  const transaction = database.transaction(STORES, 'readwrite');
  return {
    owner: transaction.objectStore('owner'),
    inbox: transaction.objectStore('inbox'),
    commands: transaction.objectStore('commands'),
    done: transaction.done,
  };
}

function openDatabase(): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>('eventide', 1, {
    upgrade: (database) => {
      database.createObjectStore('owner');
      database.createObjectStore('inbox');
      database.createObjectStore('commands', { keyPath: 'command.commandId' });
    },
    // A newer build in another tab waits for this one to let go; this one goes on from memory.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
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
