import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.js';
import { Stage } from '../stage.js';

/** How many records the notification center keeps in this browser. */
function countKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('The browser has no storage'));
      });
    const database = await settled(indexedDB.open('eventide'));
    const transaction = database.transaction(['owner', 'inbox']);
    const owners = await settled(transaction.objectStore('owner').count());
    const inboxes = await settled(transaction.objectStore('inbox').count());
    database.close();
    return owners + inboxes;
  });
}

describe('A reopened tab', () => {
  const stage = new Stage();

  it('shows its list while the connection is refused, and leaves nothing behind at sign-out', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await stage.service.send('user1', { title: 'Kept here' });
    await person.toast('Kept here').waitFor();

    await person.context.routeWebSocket(/socket\.io/, (socket) => void socket.close());
    const reopened = await person.openTab();
    await reopened.seesUnread(1);
    await reopened.openPanel();
    await reopened.entry('Kept here').waitFor();
    await person.page.bringToFront();
    expect(await countKept(person.page)).toBe(2);

    await person.signOut();
    await eventually(async () => expect(await countKept(person.page)).toBe(0));
  });
});
