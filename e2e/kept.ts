import type { Page } from 'playwright-core';

/** What the notification center keeps in a browser. */
export interface Kept {
  owner?: string;
  /** The count of the inbox. */
  unread?: number;
  titles: string[];
  /** How many commands wait for an answer. */
  commands: number;
}

export const NOTHING_KEPT: Kept = { titles: [], commands: 0 };

/** Reads what the notification center keeps in the browser of this page. */
export function readKept(page: Page): Promise<Kept> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result as T);
        request.onerror = () => reject(new Error('The browser has no storage'));
      });
    const database = await settled<IDBDatabase>(indexedDB.open('eventide'));
    const stores = database.transaction(['owner', 'inbox', 'commands']);
    type Inbox = { unread: number; items: Map<string, { title: string }> } | undefined;
    const owner = await settled<string | undefined>(stores.objectStore('owner').get('owner'));
    const inbox = await settled<Inbox>(stores.objectStore('inbox').get('inbox'));
    const commands = await settled<number>(stores.objectStore('commands').count());
    database.close();
    const titles = [...(inbox?.items.values() ?? [])].map(({ title }) => title);
    return { titles, commands, ...(owner ? { owner } : {}), ...(inbox ? { unread: inbox.unread } : {}) };
  });
}
