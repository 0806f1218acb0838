import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { allocate, allocationOf } from '../allocation.js';
import { graveProblems } from '../axe.js';
import { SampleWorkbooks } from '../company.js';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

/** The last one is left as it is, so the way through the pages is gone on a phone. */
const LOOKS = [
  { width: 1280, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
] as const;
const HEIGHT = 800;
/** The width that is left of a desk of 1280 pixels whose pages are shown at 200 %. */
const TWICE_AS_LARGE = 640;
const PHONE = { viewport: { width: 360, height: HEIGHT } };

describe('axe finds nothing serious, at any width and in any colours', () => {
  const stage = new Stage();
  const workbooks = new SampleWorkbooks();

  it('on the pages and states of everybody', async () => {
    const person = await stage.arrive(stage.node(1), PHONE);
    await person.page.getByLabel('Email').waitFor();
    await examine(person, 'sign-in');
    await person.page.getByRole('button', { name: 'Sign in' }).click();
    await person.page.getByText('Enter your password.').waitFor();
    await examine(person, 'sign-in with problems');

    await person.signIn('user2');
    await examine(person, 'tasks');
    await person.createTask('Paint the door', 'user2');
    await person.comment('Paint the door', 'Green, please');
    await person.task('Paint the door').getByText('Green, please').waitFor();
    await examine(person, 'tasks with comments');

    for (const severity of ['info', 'success', 'warning', 'critical'] as const) {
      await stage.service.send('user2', { title: `Of ${severity} weight`, severity, link: '/tasks' });
    }
    await stage.service.announce({ title: 'Fire drill', message: 'At noon.', severity: 'warning' });
    await person.toast('Of critical weight').waitFor();
    await person.banner.waitFor();
    await examine(person, 'toasts and banner');

    await person.openPanel();
    await person.entry('Of critical weight').waitFor();
    await examine(person, 'open panel');
    await person.page.keyboard.press('Escape');
    await person.openMenu();
    await examine(person, 'user menu');

    await person.page.goto('/notifications');
    await person.page.getByRole('main').getByRole('listitem').first().waitFor();
    await examine(person, 'notifications');
    await person.page.goto('/nowhere');
    await person.page.getByRole('heading', { level: 1 }).waitFor();
    await examine(person, 'not found');
    await person.page.goto('/admin/announcements');
    await person.page.getByRole('heading', { level: 1 }).waitFor();
    await examine(person, 'not allowed');
  });

  it('on the pages of administrators', async () => {
    const admin = await stage.signedIn('admin', stage.node(2), PHONE);
    await stage.service.announce({ title: 'Fire drill', message: 'At noon.', severity: 'critical' });
    await admin.page.goto('/admin/announcements');
    await admin.page.getByRole('button', { name: 'Withdraw' }).first().waitFor();
    await admin.page.getByLabel('Title', { exact: true }).fill('Canteen closed');
    await admin.page.getByLabel('Message').fill('Until noon.');
    await admin.page.getByRole('radio', { name: 'At a set time' }).check();
    await examine(admin, 'announcements, form filled');
    await admin.page.getByRole('button', { name: 'Edit' }).first().click();
    await admin.page.getByRole('heading', { name: 'Edit announcement' }).waitFor();
    await examine(admin, 'announcements, editing');
    await admin.page.getByRole('button', { name: 'Withdraw' }).first().click();
    await admin.page.getByRole('dialog').waitFor();
    await examine(admin, 'announcements, asking before it withdraws');
  });

  it('on the pages of bulk work', async () => {
    const admin = await stage.signedIn('admin', stage.node(1), PHONE);
    const { page } = admin;
    await page.goto('/admin/announcements');
    await page.getByRole('radio', { name: 'A selection of people' }).check();
    await page.getByText('4 people', { exact: true }).waitFor();
    await examine(admin, 'announcements, to a selection');

    await page.goto('/admin/employees');
    await page.getByText('4 employees').waitFor();
    await examine(admin, 'employees');
    await page.getByRole('button', { name: 'Uma One' }).click();
    await page.getByRole('button', { name: 'Invite' }).waitFor();
    await examine(admin, 'employee');

    await allocate(admin, { title: 'Lunch', code: 'LUNCH', department: 'Sales' }, '2');
    await allocationOf(admin).getByText('Completed').waitFor();
    await page.getByRole('table', { name: 'Vouchers' }).waitFor();
    await examine(admin, 'allocations');

    await page.goto('/admin/imports');
    await examine(admin, 'imports');
    await page.getByLabel('Choose a').setInputFiles(await workbooks.make({ rows: 60, broken: 3 }));
    await page.getByRole('button', { name: 'Start upload' }).click();
    await page.getByRole('table', { name: 'Errors' }).waitFor();
    await examine(admin, 'imports, with errors');

    await page.goto('/notices');
    await page.getByRole('radio', { name: 'Start a flow' }).check();
    await page.getByRole('button', { name: 'Start the flow' }).click();
    await page.getByText('Give it a title.').waitFor();
    await examine(admin, 'notices with problems');
    await page.goto('/profile');
    await page.getByText('Waiting for the service').waitFor();
    await examine(admin, 'profile');
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('link', { name: 'Imports' }).waitFor();
    await examine(admin, 'menu of the pages to manage');
    await page.goto('/set-password?invite=anything');
    await page.getByLabel('New password').waitFor();
    await examine(admin, 'set password');
  });
});

/** Everything that axe finds in one state, by name, so that a failure reads as what is to be mended. */
async function examine({ page }: Person, state: string): Promise<void> {
  const problems: string[] = [];
  await expectFits(page, TWICE_AS_LARGE, state);
  for (const { width, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await expectFits(page, width, state);
    const found = await graveProblems(page, colorScheme === 'dark' ? 'colours' : 'everything');
    problems.push(...found.map((problem) => `${state}, ${colorScheme}, ${width} px wide: ${problem}`));
  }
  expect(problems).toEqual([]);
}

/** Makes the screen this wide; nobody has to scroll sideways then. */
async function expectFits(page: Page, width: number, state: string): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHT });
  const contentWidth = () => page.evaluate(() => document.documentElement.scrollWidth);
  await eventually(async () => expect({ state, width: await contentWidth() }).toEqual({ state, width }));
}
