import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const MOST_STEPS = 40;

describe('A person without a mouse', () => {
  const stage = new Stage();

  it('signs in, reads, deletes and comes back to the bell', async () => {
    const person = await stage.arrive(stage.node(1));
    const { page } = person;
    await tabTo(person, page.getByLabel('Email'));
    await page.keyboard.type('user2@eventide.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('eventide');
    await page.keyboard.press('Enter');
    await person.status('Live').waitFor();
    await stage.service.sendMany('user2', 3, 'Report');
    await person.seesUnread(3);

    await tabTo(person, person.anyBell);
    await page.keyboard.press('Enter');
    await person.panel.waitFor();

    await tabTo(person, person.entry('Report 2').getByRole('button', { name: 'Mark as read' }));
    await page.keyboard.press('Enter');
    await person.seesUnread(2);

    await tabTo(person, person.entry('Report 1').getByRole('button', { name: 'Delete' }));
    await page.keyboard.press('Space');
    await person.entry('Report 1').waitFor({ state: 'detached' });
    await person.seesUnread(1);
    // The focus stays in the list although its place is gone.
    await eventually(async () => expect(await holdsFocus(person.panel)).toBe(true));

    await page.keyboard.press('Escape');
    await person.panel.waitFor({ state: 'detached' });
    expect(await isFocused(person.anyBell)).toBe(true);
  });

  it('withdraws an announcement without losing the place', async () => {
    const admin = await stage.signedIn('admin', stage.node(2));
    const { page } = admin;
    await stage.service.announce({ title: 'Fire drill', message: 'At noon.' });
    await page.goto('/admin/announcements');
    const withdraw = page.getByRole('listitem').getByRole('button', { name: 'Withdraw' });
    await tabTo(admin, withdraw);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await isFocused(withdraw)).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(admin, page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }));
    await page.keyboard.press('Enter');
    await withdraw.waitFor({ state: 'detached' });
    await eventually(async () => expect(await isFocused(page.getByRole('heading', { name: 'Published' }))).toBe(true));
  });

  it('signs out by the menu', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    const { page } = person;
    await tabTo(person, page.getByRole('button', { name: 'Uma One' }));
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    expect(await isFocused(page.getByRole('button', { name: 'Uma One' }))).toBe(true);

    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('End');
    expect(await isFocused(page.getByRole('menuitem', { name: 'Sign out' }))).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});

/** Presses Tab until the focus is there, as somebody does who can't point. */
async function tabTo(person: Person, target: Locator): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (await isFocused(target)) return;
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`${target.toString()} was not reached with ${MOST_STEPS} presses of Tab`);
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

function holdsFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element.contains(document.activeElement));
}
