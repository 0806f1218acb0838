import { describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { NOTHING_KEPT, readKept } from '../kept.js';
import { Stage } from '../stage.js';

describe('A reopened tab', () => {
  const stage = new Stage();

  it('shows its list while the connection is refused, and leaves nothing behind at sign-out', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await stage.service.send('user1', { title: 'Kept here' });
    await person.toast('Kept here').waitFor();

    await eventually(async () => expect((await readKept(person.page)).unread).toBe(1));

    await person.context.routeWebSocket(/socket\.io/, (socket) => void socket.close());
    await person.page.close();
    const reopened = await person.openTab();
    await reopened.seesUnread(1);
    await reopened.openPanel();
    await reopened.entry('Kept here').waitFor();
    expect(await reopened.toasts.getByRole('article').count()).toBe(0);

    await reopened.page.keyboard.press('Escape');
    await reopened.signOut();
    await eventually(async () => expect(await readKept(reopened.page)).toEqual(NOTHING_KEPT));
  });
});
