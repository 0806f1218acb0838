import { describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { NOTHING_KEPT, readKept } from '../kept.js';
import { Stage } from '../stage.js';

describe('Two people at one browser', () => {
  const stage = new Stage();

  it('learn nothing of each other: not from the panel, the badge, the storage or other tabs', async () => {
    await stage.service.send('user1', { title: 'Secret of user1' });
    const first = await stage.signedIn('user1', stage.node(1));
    const tab = await first.openTab();
    await tab.seesUnread(1);
    await eventually(async () => expect((await readKept(tab.page)).titles).toEqual(['Secret of user1']));

    // Everything that this tab says from its next page on.
    await tab.page.addInitScript(() => {
      const heard: string[] = [];
      class Overheard extends BroadcastChannel {
        override postMessage(message: unknown): void {
          heard.push(JSON.stringify(message));
          super.postMessage(message);
        }
      }
      Object.assign(globalThis, { heard, BroadcastChannel: Overheard });
    });
    await first.signOut();
    await tab.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await eventually(async () => expect(await readKept(tab.page)).toEqual(NOTHING_KEPT));

    await tab.page.reload();
    await tab.signIn('user2');
    await first.seesUnread(0);
    await stage.service.send('user1', { title: 'Second secret of user1' });
    await stage.service.send('user2', { title: 'For user2' });
    for (const one of [first, tab]) {
      await one.seesUnread(1);
      await one.openPanel();
      await one.entry('For user2').waitFor();
      expect(await one.page.getByText(/ecret of user1/).count()).toBe(0);
    }
    await eventually(async () => {
      expect(await readKept(tab.page)).toEqual({ owner: 'user2', unread: 1, titles: ['For user2'], commands: 0 });
    });
    const heard = await tab.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.join());
    expect(heard).toContain('leading');
    expect(heard).not.toContain('ecret of user1');
  });

  it('leave nothing when the first one’s session ended while no page was open', async () => {
    await stage.service.send('manager', { title: 'Secret of the manager' });
    const first = await stage.signedIn('manager', stage.node(1));
    await eventually(async () => expect((await readKept(first.page)).titles).toEqual(['Secret of the manager']));
    await first.context.clearCookies();
    await first.page.reload();
    await first.page.getByRole('button', { name: 'Sign in' }).waitFor();

    await first.signIn('admin');
    await eventually(async () => expect((await readKept(first.page)).owner).toBe('admin'));
    expect((await readKept(first.page)).titles).not.toContain('Secret of the manager');
    await first.openPanel();
    expect(await first.page.getByText('Secret of the manager').count()).toBe(0);
  });
});
