import type { EmployeePage, Job, Page, Voucher } from '@eventide/contracts';
import { describe, expect, it } from '@jest/globals';
import { allocate, allocationOf } from '../allocation.js';
import { SampleWorkbooks } from '../company.js';
import { DemoApi } from '../demo-api.js';
import { eventually } from '../eventually.js';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

/** Of a whole company; half of them are employees. */
const ROWS = 42_000;
const PATIENCE_MS = 180_000;

describe('An allocation whose worker is killed', () => {
  const stage = new Stage();
  const workbooks = new SampleWorkbooks();

  it('gives each of 20,000 employees one voucher and tells each once', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    const api = await DemoApi.signIn(stage.node(2), 'admin');
    const employee = await stage.signedIn('user2', stage.node(2));
    await importCompany(admin);
    const { total } = await api.get<EmployeePage>('/api/employees?limit=1');
    expect(total).toBeGreaterThan(20_000);

    await allocate(admin, { title: 'Anniversary', code: 'TEN' }, total.toLocaleString('en-US'));
    const id = new URL(admin.page.url()).searchParams.get('job');
    const job = () => api.get<Job>(`/api/vouchers/allocations/${id}`);
    await eventually(async () => expect((await job()).done).toBeGreaterThan(1_000), PATIENCE_MS);
    await stage.product.worker.kill();
    expect((await job()).status).toBe('running');
    stage.product.worker.start();

    await allocationOf(admin).getByText('Completed').waitFor({ timeout: PATIENCE_MS });
    expect(await job()).toMatchObject({ total, done: total, notified: total, failed: 0 });
    expect(await receivers(api)).toHaveLength(total);
    await employee.seesUnread(1);
  }, 3 * PATIENCE_MS);

  async function importCompany(admin: Person): Promise<void> {
    await admin.page.goto('/admin/imports');
    await admin.page.getByLabel('Choose a').setInputFiles(await workbooks.make({ rows: ROWS, peopleAlone: true }));
    await admin.page.getByRole('button', { name: 'Start upload' }).click();
    await admin.page.getByText('Imported: everything is in.').waitFor({ timeout: PATIENCE_MS });
  }
});

/** Who has got the voucher; each as often as there is one. */
async function receivers(api: DemoApi): Promise<string[]> {
  const found: string[] = [];
  let next: string | null = null;
  do {
    const before: string = next === null ? '' : `&before=${encodeURIComponent(next)}`;
    const page: Page<Voucher> = await api.get(`/api/vouchers?code=TEN&limit=100${before}`);
    found.push(...page.items.map(({ employeeId }) => employeeId));
    next = page.next;
  } while (next !== null);
  expect(new Set(found).size).toBe(found.length);
  return found;
}
