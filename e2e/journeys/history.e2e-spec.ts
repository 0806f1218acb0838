import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const COUNT = 120;

describe('The history', () => {
  const stage = new Stage();

  it('leads from the newest entry to the first of many', async () => {
    await stage.service.sendMany('user1', COUNT, 'Report');
    const person = await stage.signedIn('user1', stage.node(1));
    await person.seesUnread(COUNT);
    await person.openPanel();
    await person.panel.getByRole('link', { name: 'See all' }).click();
    await person.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor();

    const wanted = Array.from({ length: COUNT }, (_, index) => `Report ${COUNT - index}`);
    await eventually(async () => {
      await entries(person).last().scrollIntoViewIfNeeded();
      expect(await titles(person)).toEqual(wanted);
    });
  });

  it('filters what is unread, and says so when nothing is left', async () => {
    await stage.service.sendMany('user2', 3, 'Report');
    const person = await stage.signedIn('user2', stage.node(1));
    await person.page.goto('/notifications');
    await entry(person, 'Report 2').getByRole('button', { name: 'Mark as read' }).click();
    await person.seesUnread(2);

    await filter(person, 'Unread').click();
    await eventually(async () => expect(await titles(person)).toEqual(['Report 3', 'Report 1']));
    await filter(person, 'All').click();
    await eventually(async () => expect(await titles(person)).toEqual(['Report 3', 'Report 2', 'Report 1']));

    await filter(person, 'Unread').click();
    await person.page.getByRole('main').getByRole('button', { name: 'Mark all as read' }).click();
    await person.seesUnread(0);
    await eventually(async () => expect(await titles(person)).toEqual([]));
    await person.page.getByRole('main').getByText('You’re all caught up').waitFor();
  });

  it('loses what is deleted, on every device, down to the last entry', async () => {
    await stage.service.sendMany('manager', 2, 'Report');
    const person = await stage.signedIn('manager', stage.node(1));
    const other = await stage.signedIn('manager', stage.node(2));
    for (const device of [person, other]) await device.page.goto('/notifications');

    await entry(person, 'Report 1').getByRole('button', { name: 'Delete' }).click();
    await entry(person, 'Report 1').waitFor({ state: 'detached' });
    await person.page.getByRole('main').getByRole('button', { name: 'Undo' }).click();
    await entry(person, 'Report 1').waitFor();

    for (const [title, left] of [['Report 1', 1], ['Report 2', 0]] as const) {
      await entry(person, title).getByRole('button', { name: 'Delete' }).click();
      for (const device of [person, other]) {
        await entry(device, title).waitFor({ state: 'detached' });
        await device.seesUnread(left);
      }
    }
    await person.page.getByRole('main').getByText('No notifications yet').waitFor();
    await person.page.reload();
    await person.page.getByRole('main').getByText('No notifications yet').waitFor();
  });
});

function entries(person: Person): Locator {
  return person.page.getByRole('main').getByRole('listitem').filter({ hasText: /Report \d/ });
}

function entry(person: Person, title: string): Locator {
  return entries(person).filter({ has: person.page.getByText(title, { exact: true }) });
}

async function titles(person: Person): Promise<string[]> {
  const texts = await entries(person).allTextContents();
  return texts.map((text) => /Report \d+/.exec(text)![0]);
}

function filter(person: Person, name: 'All' | 'Unread'): Locator {
  return person.page.getByRole('main').getByRole('button', { name, exact: true });
}
