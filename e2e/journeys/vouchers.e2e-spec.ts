import { describe, expect, it } from '@jest/globals';
import { allocate, allocationOf } from '../allocation.js';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const SELLERS = 200;
const DEMO_SELLERS = 2;

describe('Vouchers for a department', () => {
  const stage = new Stage();

  it('are seen live there, nowhere else, and summed up for the manager by mail', async () => {
    await hireSellers();
    const admin = await stage.signedIn('admin', stage.node(1));
    const seller = await stage.signedIn('user1', stage.node(1));
    const manager = await stage.signedIn('manager', stage.node(2));
    const engineer = await stage.signedIn('user2', stage.node(2));
    for (const person of [seller, manager, engineer]) await watch(person);

    await allocate(admin, { title: 'Summer lunch', code: 'LUNCH', department: 'Sales' }, '200');
    await allocationOf(admin).getByText('Completed').waitFor();
    await allocationOf(admin).getByText('200 of 200').waitFor();
    await allocationOf(admin).getByText('200 notified').waitFor();

    await rows(seller).getByText('Summer lunch').waitFor();
    await seller.page.getByText('1 came since you opened this page.').waitFor();
    await seller.seesUnread(1);
    await manager.page.getByText('200 came since you opened this page.').waitFor();
    // The own voucher, and the summary.
    await manager.seesUnread(2);

    await stage.service.send('user2', { title: 'What comes after' });
    await engineer.toast('What comes after').waitFor();
    expect(await engineer.page.getByText('No vouchers here').count()).toBe(1);
    await engineer.seesUnread(1);

    await eventually(async () => {
      const mails = stage.product.mails().filter((mail) => /^To: .*manager@eventide\.test/m.test(mail));
      expect(mails).toHaveLength(1);
      expect(mails[0]).toMatch(/^Subject: .*Sales/m);
    }, 30_000);
  });

  it('are narrowed down by code, and by employee', async () => {
    await stage.service.register('engineer-2', { name: 'Engineer Two', department: 'Engineering' });
    const admin = await stage.signedIn('admin', stage.node(1));
    await allocate(admin, { title: 'New chair', code: 'CHAIR', department: 'Engineering' }, '2');
    await rows(admin).getByText('New chair').first().waitFor();
    await admin.page.getByLabel('Only code').fill('LUNCH');
    await eventually(async () => expect(await rows(admin).getByText('New chair').count()).toBe(0));
    await admin.page.getByLabel('Only employee').fill('seller-7');
    await eventually(async () => expect(await rows(admin).getByRole('row').count()).toBe(2));
  });

  it('can be sent news of, as a broadcast to the same people alone', async () => {
    const admin = await stage.signedIn('admin', stage.node(2));
    const seller = await stage.signedIn('user1', stage.node(1));
    const engineer = await stage.signedIn('user2', stage.node(1));
    const { page } = admin;
    await page.goto('/admin/announcements');
    await page.getByLabel('Title', { exact: true }).fill('Lunch is at noon');
    await page.getByLabel('Message').fill('In the garden.');
    await page.getByRole('radio', { name: 'A selection of people' }).check();
    await page.getByRole('checkbox', { name: 'Sales', exact: true }).check();
    await page.getByText('200 people', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('200 notified').waitFor();

    await seller.toast('Lunch is at noon').waitFor();
    await stage.service.send('user2', { title: 'What comes after that' });
    await engineer.toast('What comes after that').waitFor();
    expect(await engineer.toast('Lunch is at noon').count()).toBe(0);
  });

  async function hireSellers(): Promise<void> {
    const numbers = Array.from({ length: SELLERS - DEMO_SELLERS }, (_, index) => index);
    const hire = (number: number) =>
      stage.service.register(`seller-${number}`, { name: `Seller ${number}`, department: 'Sales' });
    for (let start = 0; start < numbers.length; start += 50) await Promise.all(numbers.slice(start, start + 50).map(hire));
  }
});

async function watch(person: Person): Promise<void> {
  await person.page.goto('/vouchers');
  await person.page.getByText('New ones appear by themselves').waitFor();
  await person.page.getByText('No vouchers here').waitFor();
}

function rows(person: Person) {
  return person.page.getByRole('table', { name: 'Vouchers' });
}
