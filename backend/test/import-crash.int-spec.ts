import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IMPORT_STEPS, type Job, type StepProgress } from '@eventide/contracts';
import { eventually } from './eventually.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestStream } from './test-stream.js';
import { workbookOf, type TestCell } from './workbook-file.js';

const GATEWAYS = [0, 1];
const WORKERS = [2, 3];
const PEOPLE = 6_000;
/** A dead worker's lease runs out, its job is put back, the workbook checked again. */
const RECOVERY_MS = 50_000;

function staff(tag: string): Record<string, TestCell[][]> {
  const numbers = Array.from({ length: PEOPLE }, (_, n) => n + 1);
  return {
    Areas: [['code', 'name'], [`${tag}-a`, 'Area']],
    Departments: [['code', 'name', 'areaCode'], [`${tag}-d`, 'Department', `${tag}-a`]],
    Designations: [['code', 'title', 'grade'], [`${tag}-g`, 'Clerk', 'G1']],
    Employees: [
      ['employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt'],
      ...numbers.map((n) => [`${tag}-${n}`, `Person ${n}`, `${tag}-${n}@x.test`, `${tag}-d`, `${tag}-g`, '2020-01-01']),
    ],
    Schedules: [['employeeId', 'weekday', 'start', 'end'], ...numbers.map((n) => [`${tag}-${n}`, 'Mon', '09:00', '17:00'])],
  };
}

describe('an import that is interrupted', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'gateway', 'worker', 'worker'] });
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());

  async function start(tag: string): Promise<Job> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await workbookOf(staff(tag)))]), 'staff.xlsx');
    const headers = { authorization: `Bearer ${await cluster.token('admin', { roles: ['admin'] })}` };
    return (await (await fetch(`${cluster.node(0).url}/api/imports`, { method: 'POST', body: form, headers })).json()) as Job;
  }

  const watch = (id: string, node: number): Promise<TestStream> =>
    cluster.stream('admin', { node, roles: ['admin'], path: `/api/imports/${id}/stream` });
  const stepsOf = (stream: TestStream) => stream.all<StepProgress>('step');
  const get = (id: string) => admin.expect<Job>('GET', `/api/imports/${id}`);
  const people = (tag: string) => cluster.db.collection<{ _id: string; schedule?: unknown[] }>('people').find({ _id: { $regex: `^${tag}-` } });
  const writing = (id: string) =>
    eventually('rows of people being written', async () => {
      const { done } = await get(id);
      return done > 1_000 && done < PEOPLE ? done : null;
    }, 30_000);

  /** The worker whose log says that it has the job would be better; any of both may have it, so both are ended. */
  const killWorkers = () => WORKERS.forEach((worker) => cluster.node(worker).signal('SIGKILL'));

  it('by a worker that is killed goes on where it stopped, and nobody is there twice', async () => {
    const { id } = await start('crash');
    const done = await writing(id);
    killWorkers();
    await eventually('dead workers', () => WORKERS.every((worker) => !cluster.node(worker).running));
    await Promise.all(WORKERS.map((worker) => cluster.node(worker).start()));
    const streams = await Promise.all(GATEWAYS.map((gateway) => watch(id, gateway)));
    await Promise.all(streams.map((stream) => stream.end(RECOVERY_MS)));
    expect(await get(id)).toMatchObject({ status: 'completed', total: 2 * PEOPLE + 3, done: 2 * PEOPLE + 3, failed: 0 });
    const written = await people('crash').toArray();
    expect(written).toHaveLength(PEOPLE);
    expect(written.filter(({ schedule }) => schedule?.length !== 1)).toEqual([]);
    for (const stream of streams) expectInOrder(stepsOf(stream), done);
  }, 120_000);

  /** All steps in their order, counts that never fall, and none below what was known when the reader came. */
  function expectInOrder(steps: StepProgress[], known = 0): void {
    const places = steps.map(({ step }) => IMPORT_STEPS.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(IMPORT_STEPS.length);
    for (const step of IMPORT_STEPS) {
      const counts = steps.filter((each) => each.step === step).map(({ done }) => done);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }
    expect(steps.find(({ step }) => step === 'UPLOADING_EMPLOYEE')?.done).toBeGreaterThanOrEqual(Math.max(0, known - 3));
    expect(steps.at(-1)).toMatchObject({ step: 'COMPLETED', state: 'done' });
  }

  it('by nobody, but read by somebody who leaves and comes back, shows the state first and goes on', async () => {
    const { id } = await start('again');
    const first = await watch(id, 0);
    await eventually('a count of people', () => stepsOf(first).some(({ step, done }) => step === 'UPLOADING_EMPLOYEE' && done > 0));
    first.close();
    const known = stepsOf(first).at(-1)?.done ?? 0;
    const second = await watch(id, 1);
    await second.end(RECOVERY_MS);
    expectInOrder(stepsOf(second));
    const [area] = stepsOf(second);
    expect(area).toEqual({ step: 'UPLOADING_AREA', state: 'done', done: 1, total: 1, errors: 0 });
    expect(stepsOf(second).find(({ step }) => step === 'UPLOADING_EMPLOYEE')?.done).toBeGreaterThanOrEqual(known);
  }, 90_000);

  it('by cancelling stops between batches, says so, and can go on later', async () => {
    const { id } = await start('stop');
    const stream = await watch(id, 1);
    await writing(id);
    await admin.expect('POST', `/api/imports/${id}/cancel`);
    await stream.end(RECOVERY_MS);
    const job = await get(id);
    expect(job.status).toBe('cancelled');
    expect(job.done).toBeLessThan(2 * PEOPLE);
    expect(stepsOf(stream).slice(-2)).toMatchObject([{ step: 'UPLOADING_EMPLOYEE', state: 'cancelled' }, { step: 'COMPLETED', state: 'cancelled', done: job.done }]);
    await admin.expect('POST', `/api/imports/${id}/retry`);
    const rest = await watch(id, 0);
    await rest.end(RECOVERY_MS);
    expect(await get(id)).toMatchObject({ status: 'completed', done: 2 * PEOPLE + 3 });
    expect(await people('stop').toArray()).toHaveLength(PEOPLE);
  }, 120_000);

  it('is told at most ten times in a second', async () => {
    const { id } = await start('pace');
    const stream = await watch(id, 0);
    const times: number[] = [];
    let seen = 0;
    await eventually('the end', () => {
      const count = stepsOf(stream).length;
      for (; seen < count; seen += 1) times.push(Date.now());
      return stream.ended;
    }, RECOVERY_MS);
    expect(times.length).toBeGreaterThanOrEqual(IMPORT_STEPS.length);
    for (const [i, time] of times.entries()) if (i >= 10) expect(time - times[i - 10]!).toBeGreaterThan(900);
  }, 90_000);
});
