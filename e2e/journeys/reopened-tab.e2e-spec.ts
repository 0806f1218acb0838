import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.js';
import { Stage } from '../stage.js';

/** What the notification center keeps in this browser: whose it is, and the count of the inbox. */
function readKept(page: Page): Promise<{ owner?: string; unread?: number }> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The browser has no storage'));
      });
    const database = await settled(indexedDB.open('eventide'));
    const transaction = database.transaction(['owner', 'inbox']);
    const owner = await settled<string | undefined>(transaction.objectStore('owner').get('owner'));
    const inbox = await settled<{ unread: number } | undefined>(transaction.objectStore('inbox').get('inbox'));
    database.close();
    return { owner, unread: inbox?.unread };
  });
}

describe('A reopened tab', () => {
  const stage = new Stage();

  it('shows its list while the connection is refused, and leaves nothing behind at sign-out', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await stage.service.send('user1', { title: 'Kept here' });
    await person.toast('Kept here').waitFor();

    await eventually(async () => expect(await readKept(person.page)).toEqual({ owner: 'user1', unread: 1 }));

    await person.context.routeWebSocket(/socket\.io/, (socket) => void socket.close());
    await person.page.close();
    const reopened = await person.openTab();
    await reopened.seesUnread(1);
    await reopened.openPanel();
    await reopened.entry('Kept here').waitFor();
    expect(await reopened.toasts.getByRole('article').count()).toBe(0);

    await reopened.page.keyboard.press('Escape');
    await reopened.signOut();
    await eventually(async () => expect(await readKept(reopened.page)).toEqual({}));
  });
});
