import { describe, expect, it } from '@jest/globals';
import { SampleWorkbooks } from '../company.js';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const STEPS = ['Areas', 'Departments', 'Designations', 'Employees', 'Schedules', 'Drivers', 'Cars', 'Completed'];
const IMPORT_MS = 60_000;

describe('An import', () => {
  const stage = new Stage();
  const workbooks = new SampleWorkbooks();

  it('shows its steps in their order, and goes on where it was after a reload in the middle', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    const watcher = await stage.signedIn('admin', stage.node(2));
    await upload(admin, await workbooks.make({ rows: 20_000 }));

    await step(admin, 'Employees').filter({ hasText: 'Under way' }).waitFor();
    await expectDone(admin, STEPS.slice(0, 3));
    const address = new URL(admin.page.url());
    await admin.page.reload();
    await watcher.page.goto(address.pathname + address.search);
    await step(watcher, 'Areas').filter({ hasText: 'Done' }).waitFor();

    for (const person of [admin, watcher]) {
      await step(person, 'Completed').filter({ hasText: 'Done' }).waitFor({ timeout: IMPORT_MS });
      await expectDone(person, STEPS);
      await person.page.getByText('Imported: everything is in.').waitFor();
    }

    await admin.page.goto('/admin/employees');
    await admin.page.getByText(/^9,\d{3} employees$/).waitFor();
  }, 2 * IMPORT_MS);

  it('names every bad cell and imports nothing, or the rest if that is wished', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    await upload(admin, await workbooks.make({ rows: 300, broken: 4 }));
    await admin.page.getByText('Not imported.').waitFor();
    const errors = admin.page.getByRole('table', { name: 'Errors' });
    await errors.getByRole('row').filter({ hasText: 'Nowhere' }).waitFor();
    const saved = admin.page.waitForEvent('download');
    await admin.page.getByRole('button', { name: 'Download as CSV' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.csv$/);

    await admin.page.getByRole('button', { name: 'Import the good rows' }).click();
    await admin.page.getByText('Imported, except what is listed below.').waitFor({ timeout: IMPORT_MS });
    await errors.getByRole('row').filter({ hasText: 'Nowhere' }).waitFor();

    await admin.page.getByRole('button', { name: 'Reset' }).click();
    await errors.waitFor({ state: 'detached' });
    await admin.page.getByText('Nothing is being imported.').waitFor();
  });

  it('stops when it is cancelled, and is found again by the way back', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    await upload(admin, await workbooks.make({ rows: 40_000 }));
    await step(admin, 'Employees').filter({ hasText: 'Under way' }).waitFor({ timeout: IMPORT_MS });
    await admin.page.getByRole('button', { name: 'Cancel' }).click();
    await admin.page.getByText('Cancelled.').waitFor();
    await admin.page.getByRole('link', { name: 'Tasks' }).click();
    await admin.page.getByRole('heading', { name: 'Tasks' }).waitFor();
    await admin.page.goBack();
    await admin.page.getByText('Cancelled.').waitFor();
    await step(admin, 'Completed').filter({ hasText: 'Cancelled' }).waitFor();

    await admin.page.getByRole('button', { name: 'Reset' }).click();
    await admin.page.getByText('Nothing is being imported.').waitFor();
    await admin.page.getByRole('list', { name: 'Recent' }).getByRole('link').filter({ hasText: 'Cancelled' }).click();
    await step(admin, 'Completed').filter({ hasText: 'Cancelled' }).waitFor();
  }, 2 * IMPORT_MS);

  it('refuses what only looks like a workbook', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    await admin.page.goto('/admin/imports');
    const file = { name: 'company.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('not a zip at all') };
    await admin.page.getByLabel('Choose a').setInputFiles(file);
    await admin.page.getByRole('button', { name: 'Start upload' }).click();
    await admin.page.getByRole('alert').filter({ hasText: 'must be an Excel workbook' }).waitFor();
  });
});

async function upload(admin: Person, path: string): Promise<void> {
  await admin.page.goto('/admin/imports');
  await admin.page.getByLabel('Choose a').setInputFiles(path);
  await admin.page.getByRole('button', { name: 'Start upload' }).click();
}

function step(person: Person, name: string) {
  return person.page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: name });
}

async function expectDone(person: Person, names: string[]): Promise<void> {
  for (const name of names) {
    await eventually(async () => expect(await step(person, name).textContent()).toContain('Done'));
  }
}
