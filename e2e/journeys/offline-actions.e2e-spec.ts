import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { Line } from '../line.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

describe('What a person does offline', () => {
  let line: Line;
  beforeAll(async () => {
    line = await Line.open();
  });
  const stage = new Stage(() => [line.url]);
  beforeEach(() => {
    line.leadTo(stage.product.nodes[0].port);
    line.mend();
  });
  afterAll(() => line.close());

  const goOffline = async (person: Person): Promise<void> => {
    line.cut();
    await person.status('Reconnecting').waitFor();
    await person.openPanel();
  };

  it('is done when they return to a page that was closed meanwhile, and once', async () => {
    const person = await stage.signedIn('user1', line.url);
    await stage.service.sendMany('user1', 3, 'Report');
    await person.seesUnread(3);
    await goOffline(person);
    await person.entry('Report 1').getByRole('button', { name: 'Mark as read' }).click();
    await person.seesUnread(2);
    await person.entry('Report 2').getByRole('button', { name: 'Delete' }).click();
    await person.seesUnread(1);
    await person.page.close();
    expect(await stage.service.inboxPlace('user1')).toBe(3);

    line.mend();
    const returned = await person.openTab();
    await returned.seesUnread(1);
    await returned.openPanel();
    await returned.entry('Report 1').getByRole('button', { name: 'Mark as unread' }).waitFor();
    expect(await returned.entry('Report 2').count()).toBe(0);
    // One place for each thing done.
    await eventually(async () => expect(await stage.service.inboxPlace('user1')).toBe(5));

    const elsewhere = await stage.signedIn('user1', stage.node(2));
    await elsewhere.seesUnread(1);
    expect(await stage.service.inboxPlace('user1')).toBe(5);
  });
});
