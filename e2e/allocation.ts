import type { Locator } from 'playwright-core';
import type { Person } from './person.js';

/** What an administrator fills in. */
export interface Wish {
  title: string;
  code: string;
  /** Nothing: everybody. */
  department?: string;
}

/** What the page shows of the allocation that it follows. */
export function allocationOf({ page }: Person): Locator {
  return page.getByRole('region', { name: 'Allocation', exact: true });
}

/** Gives a voucher through the page; waits until it has begun. @param count how many it has to concern */
export async function allocate(admin: Person, { title, code, department }: Wish, count: string): Promise<void> {
  const { page } = admin;
  await page.goto('/admin/vouchers');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByLabel('Amount').fill('25');
  if (department !== undefined) await page.getByRole('checkbox', { name: department, exact: true }).check();
  await page.getByRole('status').getByText(`${count} people`, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Allocate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: `Give ${count} vouchers` }).click();
  await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
}
