import { describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const TAKEOVER_MS = 2_000;

describe('Two tabs of one browser', () => {
  const stage = new Stage();

  const countToasts = async (tabs: Person[], text: string): Promise<number> => {
    const counts = await Promise.all(tabs.map((tab) => tab.toast(text).count()));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  it('share one connection, show each toast once, and count alike', async () => {
    const first = await stage.signedIn('user1', stage.node(1));
    const second = await first.openTab();
    await second.status('Live').waitFor();
    await eventually(async () => expect(await stage.service.countConnections()).toBe(1));

    await stage.service.send('user1', { title: 'For both' });
    await Promise.all([first.seesUnread(1), second.seesUnread(1)]);
    await eventually(async () => expect(await countToasts([first, second], 'For both')).toBe(1));

    await second.openPanel();
    await second.entry('For both').getByRole('button', { name: 'Mark as read' }).click();
    await Promise.all([first.seesUnread(0), second.seesUnread(0)]);
    expect(await countToasts([second], 'For both')).toBe(0);
  });

  it('go on within 2 s when the one that leads is closed', async () => {
    const leader = await stage.signedIn('user2', stage.node(1));
    const follower = await leader.openTab();
    await follower.status('Live').waitFor();

    const connection = follower.page.waitForEvent('websocket', { timeout: TAKEOVER_MS });
    await leader.page.close();
    await connection;
    await follower.status('Live').waitFor();
    await eventually(async () => expect(await stage.service.countConnections()).toBe(1));
    await stage.service.send('user2', { title: 'After the takeover' });
    await follower.toast('After the takeover').waitFor();
    await follower.seesUnread(1);
  });

  it('go on within 2 s when the one that leads hangs, and show nothing twice when it comes to itself', async () => {
    const leader = await stage.signedIn('manager', stage.node(1));
    const follower = await leader.openTab();
    await follower.status('Live').waitFor();

    const wake = await leader.hang();
    await eventually(async () => expect(await stage.service.countConnections()).toBe(2), TAKEOVER_MS);
    await stage.service.send('manager', { title: 'While it hangs' });
    await follower.toast('While it hangs').waitFor();

    await wake();
    await eventually(async () => expect(await stage.service.countConnections()).toBe(1));
    await stage.service.send('manager', { title: 'To both again' });
    await Promise.all([leader.seesUnread(2), follower.seesUnread(2)]);
    await follower.toast('To both again').waitFor();
    expect(await countToasts([leader, follower], 'To both again')).toBe(1);
    expect(await countToasts([leader], 'While it hangs')).toBe(0);
  });
});
