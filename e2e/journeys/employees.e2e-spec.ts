import { describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const PEOPLE = 400;

describe('The employees', () => {
  const stage = new Stage();

  it('are scrolled through, jumped over, searched and filtered', async () => {
    const all = Array.from({ length: PEOPLE }, (_, index) => index);
    const register = (index: number) =>
      stage.service.register(`worker-${index}`, {
        name: `Worker ${String(index).padStart(3, '0')}`,
        email: `worker-${index}@company.example`,
        department: index % 4 === 0 ? 'Sales' : 'Engineering',
      });
    for (let start = 0; start < PEOPLE; start += 10) await Promise.all(all.slice(start, start + 10).map(register));

    const admin = await stage.signedIn('admin', stage.node(1));
    await admin.page.goto('/admin/employees');
    await admin.page.getByText(`${PEOPLE + 4} employees`).waitFor();
    await admin.page.getByLabel('Search').fill('Worker');
    await admin.page.getByText(`${PEOPLE} employees`).waitFor();
    await scrollTo(admin, 'Worker 060');
    await dragToTheMiddle(admin);
    await expectInPlace(admin, PEOPLE / 2 + 2);
    await admin.page.keyboard.press('End');
    await expectInPlace(admin, PEOPLE - 1);
    await admin.page.keyboard.press('PageUp');
    await expectInPlace(admin, PEOPLE - 8);
    // Only what can be seen is on the page.
    expect(await admin.page.getByRole('row').count()).toBeLessThan(80);

    await admin.page.getByLabel('Department').selectOption('Sales');
    await admin.page.getByText('100 employees').waitFor();
    await admin.page.getByLabel('Search').fill('Worker 008');
    await admin.page.getByText('1 employee', { exact: true }).waitFor();
    await admin.page.getByRole('button', { name: 'Worker 008' }).click();
    await admin.page.getByRole('dialog').getByText('worker-8@company.example').waitFor();
  });

  it('are those of the own department for a manager', async () => {
    const manager = await stage.signedIn('manager', stage.node(2));
    await manager.page.goto('/admin/employees');
    await manager.page.getByRole('button', { name: 'Uma One' }).waitFor();
    await manager.page.getByLabel('Search').fill('Udo');
    await manager.page.getByText('Nobody matches').waitFor();
  });

  it('are invited to set a password, by a link that works once', async () => {
    await stage.service.register('nina', { name: 'Nina New', email: 'nina@company.example', department: 'Sales' });
    const admin = await stage.signedIn('admin', stage.node(1));
    await admin.page.goto('/admin/employees');
    await admin.page.getByLabel('Search').fill('Nina');
    await admin.page.getByRole('button', { name: 'Nina New' }).click();
    await admin.page.getByRole('button', { name: 'Invite' }).click();
    await admin.page.getByText('is on its way by email').waitFor();

    const link = await invitation(stage, 'nina@company.example');
    const nina = await stage.arrive(stage.node(2));
    await setPassword(nina, link, 'correct horse battery');
    await nina.page.getByText('Your password is set').waitFor();
    await nina.page.getByRole('link', { name: 'Go to sign in' }).click();
    await nina.page.getByLabel('Email').fill('nina@company.example');
    await nina.page.getByLabel('Password').fill('correct horse battery');
    await nina.page.getByRole('button', { name: 'Sign in' }).click();
    await nina.status('Live').waitFor();

    const late = await stage.arrive(stage.node(2));
    await setPassword(late, link, 'another one entirely');
    await late.page.getByRole('alert').filter({ hasText: 'used already' }).waitFor();
  });
});

function listOf(person: Person) {
  return person.page.getByRole('rowgroup', { name: 'Employees, scrollable' });
}

/** As the scroll bar does, which is no part of the page. */
async function dragToTheMiddle(person: Person): Promise<void> {
  await listOf(person).evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  await listOf(person).focus();
}

/** Waits until the worker of this number is seen where the whole list has them. */
async function expectInPlace(person: Person, worker: number): Promise<void> {
  const row = listOf(person).getByRole('row').filter({ hasText: `Worker ${String(worker).padStart(3, '0')}` });
  await eventually(async () => {
    // Rows are counted from 1, and the head is the first.
    expect(await row.getAttribute('aria-rowindex')).toBe(String(worker + 2));
    const [rowBox, listBox] = [await row.boundingBox(), await listOf(person).boundingBox()];
    expect(rowBox!.y + rowBox!.height / 2).toBeGreaterThan(listBox!.y);
    expect(rowBox!.y + rowBox!.height / 2).toBeLessThan(listBox!.y + listBox!.height);
  });
}

/** Scrolls on until this name is on the page, as somebody does who reads a long list. */
async function scrollTo(person: Person, name: string): Promise<void> {
  await listOf(person).hover();
  await eventually(async () => {
    await person.page.mouse.wheel(0, 1_000);
    expect(await person.page.getByRole('button', { name }).count()).toBe(1);
  }, 30_000);
}

/** The path of the link in the mail to this address. */
async function invitation(stage: Stage, address: string): Promise<string> {
  let path: string | undefined;
  await eventually(async () => {
    const mail = stage.product.mails().find((text) => text.includes(address));
    // Long lines of a mail are folded with '=' at their end, and '=' itself is written as '=3D'.
    path = /\/set-password\?invite=[A-Za-z0-9_-]+/.exec(mail?.replace(/=\r?\n/g, '').replaceAll('=3D', '=') ?? '')?.[0];
    expect(path).toBeDefined();
  }, 30_000);
  return path!;
}

async function setPassword(person: Person, link: string, password: string): Promise<void> {
  await person.page.goto(link);
  await person.page.getByLabel('New password').fill(password);
  await person.page.getByLabel('The same again').fill(password);
  await person.page.getByRole('button', { name: 'Set password' }).click();
}
