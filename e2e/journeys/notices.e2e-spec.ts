import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Line } from '../line.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

describe('A notice', () => {
  let line: Line;
  beforeAll(async () => {
    line = await Line.open();
    line.refuseUpgrades();
  });
  const stage = new Stage(() => [line.url]);
  beforeEach(() => line.leadTo(stage.product.nodes[1].port));
  afterAll(() => line.close());

  async function post(publisher: Person, title: string): Promise<void> {
    await publisher.page.goto('/notices');
    await publisher.page.getByLabel('Start a flow').check();
    await publisher.page.getByLabel('Title', { exact: true }).fill(title);
    await publisher.page.getByLabel('Message', { exact: true }).fill('Please count your shelf.');
    await publisher.page.getByRole('button', { name: 'Start the flow' }).click();
  }

  it('pops up for all others at once, also where no WebSocket gets through, and not for its writer', async () => {
    const [publisher, bySocket, byStream] = [
      await stage.signedIn('manager', stage.node(1)),
      await stage.signedIn('user1', stage.node(1)),
      await stage.signedIn('user2', line.url),
    ];
    await byStream.page.getByRole('banner').getByRole('status').filter({ hasText: 'Live over HTTP' }).waitFor();
    await post(publisher, 'Inventory begins');
    for (const other of [bySocket, byStream]) {
      await other.toast('Inventory begins').waitFor();
      await other.seesUnread(1);
    }
    await post(publisher, 'Inventory goes on');
    for (const other of [bySocket, byStream]) await other.toast('Inventory goes on').waitFor();
    await publisher.seesUnread(0);
    expect(await publisher.toast('Inventory').count()).toBe(0);

    await byStream.page.reload();
    await byStream.status('Live').waitFor();
    await byStream.seesUnread(2);
    await byStream.openPanel();
    await byStream.entry('Inventory begins').waitFor();
  });

  it('is read and counted over HTTP as over a socket, and survives the loss of the stream', async () => {
    const person = await stage.signedIn('user2', line.url);
    await stage.service.send('user2', { title: 'By stream' });
    await person.toast('By stream').waitFor();
    await person.openPanel();
    await person.entry('By stream').getByRole('button', { name: 'Mark as read' }).click();
    await person.entry('By stream').getByRole('button', { name: 'Mark as unread' }).waitFor();
    await person.page.keyboard.press('Escape');

    line.cut();
    await person.status('Reconnecting').waitFor();
    await stage.service.sendMany('user2', 3, 'Missed');
    line.mend();
    await person.status('Live').waitFor();
    await person.toast('3 notifications while you were away').waitFor();
    await stage.service.send('user2', { title: 'Live again' });
    await person.toast('Live again').waitFor();
  });
});
