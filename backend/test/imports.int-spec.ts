import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Job, ListedJob, Problem, StepProgress, User } from '@eventide/contracts';
import { IMPORT_STEPS } from '@eventide/contracts';
import { eventually } from './eventually.js';
import type { Answer, TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestStream } from './test-stream.js';
import { partsOf, workbookOf, zipOf, type TestCell } from './workbook-file.js';

type Sheets = Record<string, TestCell[][]>;

const EMPLOYEES = ['employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt', 'managerId', 'roles'];

/** A company with names of its own, so that tests don't meet. */
function company(tag: string, sheets: Sheets = {}): Sheets {
  return {
    Areas: [['code', 'name'], [`${tag}-north`, 'North']],
    Departments: [['code', 'name', 'areaCode'], [`${tag}-dep`, 'Depot', `${tag}-north`]],
    Designations: [['code', 'title', 'grade'], [`${tag}-clerk`, 'Clerk', 'G3']],
    Employees: [
      EMPLOYEES,
      [`${tag}-1`, 'Ann Lee', `${tag}-1@x.test`, `${tag}-dep`, `${tag}-clerk`, '2019-04-01', `${tag}-2`, null],
      [`${tag}-2`, 'Bo Ray', `${tag}-2@x.test`, `${tag}-dep`, `${tag}-clerk`, '2015-04-01', null, 'manager, user'],
    ],
    Schedules: [['employeeId', 'weekday', 'start', 'end'], [`${tag}-1`, 'Mon', '09:00', '17:30'], [`${tag}-1`, 'Tue', '9:00', '12:00']],
    Drivers: [['driverId', 'employeeId', 'licence'], [`${tag}-d1`, `${tag}-1`, 'C1E']],
    Cars: [['plate', 'model', 'driverId'], [`${tag}-A 1`, 'Truck', `${tag}-d1`], [`${tag}-A 2`, 'Van', null]],
    ...sheets,
  };
}

describe('imports', () => {
  let cluster: TestCluster;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ roles: ['gateway', 'gateway', 'worker'] });
    admin = await cluster.admin();
  });
  afterAll(() => cluster.stop());

  async function post(
    bytes: Buffer,
    { query = '', name = 'company.xlsx', field = 'file', as = 'admin', headers = {} }: { query?: string; name?: string; field?: string; as?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer<Job>> {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(bytes)]), name);
    const token = await cluster.token(as, { roles: [as] });
    const url = `${cluster.node(0).url}/api/imports${query}`;
    const response = await fetch(url, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}`, ...headers } });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Job };
  }

  async function start(sheets: Sheets, query = ''): Promise<Job> {
    const { status, body } = await post(await workbookOf(sheets), { query });
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'queued', total: 0, done: 0, failed: 0 } });
    return body;
  }

  const get = (id: string) => admin.expect<Job>('GET', `/api/imports/${id}`);

  function ended(id: string): Promise<Job> {
    return eventually('the end of the import', async () => {
      const job = await get(id);
      return job.finishedAt === null ? null : job;
    }, 20_000);
  }

  async function errorsOf(id: string, as = 'admin'): Promise<{ status: number; type: string | null; text: string }> {
    const headers = { authorization: `Bearer ${await cluster.token(as, { roles: [as] })}` };
    const response = await fetch(`${cluster.node(1).url}/api/imports/${id}/errors`, { headers });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }

  const watch = (id: string, node = 1, as = 'admin'): Promise<TestStream> =>
    cluster.stream(as, { node, roles: [as], path: `/api/imports/${id}/stream` });

  const stepsOf = (stream: TestStream) => stream.all<StepProgress>('step');
  const stored = () => cluster.db.collection('workbooks.files').countDocuments({});

  describe('of a good workbook', () => {
    let job: Job;
    const tag = `good${randomUUID().slice(0, 8)}`;

    beforeAll(async () => {
      job = await ended((await start(company(tag))).id);
    });

    it('complete', () => {
      expect(job).toMatchObject({ status: 'completed', title: 'company.xlsx', total: 10, done: 10, failed: 0, notified: 0 });
      expect(job).not.toHaveProperty('error');
    });

    it('are listed, under the name of their file, with who sent it', async () => {
      const { items } = await admin.expect<{ items: ListedJob[] }>('GET', '/api/imports');
      expect(items[0]).toEqual({ ...job, owner: 'Ada Admin', createdAt: expect.any(String) });
      expect((await (await cluster.as('manager', { roles: ['manager'] })).call('GET', '/api/imports')).status).toBe(403);
    });

    it('register people with all that is said of them', async () => {
      const user = await admin.expect<User>('GET', `/api/users/${tag}-1`);
      expect(user).toMatchObject({ name: 'Ann Lee', email: `${tag}-1@x.test`, roles: ['user'], department: `${tag}-dep`, grade: 'G3', hiredAt: '2019-04-01' });
      expect((await admin.expect<User>('GET', `/api/users/${tag}-2`)).roles).toEqual(['manager', 'user']);
      expect(await cluster.db.collection<{ _id: string }>('people').findOne({ _id: `${tag}-1` })).toMatchObject({
        managerId: `${tag}-2`,
        schedule: [{ weekday: 'Mon', start: '09:00', end: '17:30' }, { weekday: 'Tue', start: '09:00', end: '12:00' }],
      });
      expect(await cluster.db.collection<{ _id: string }>('cars').findOne({ _id: `${tag}-A 1` })).toMatchObject({ driverId: `${tag}-d1` });
    });

    it('keep no workbook and list no errors', async () => {
      await eventually('no workbook', async () => (await stored()) === 0);
      expect(await errorsOf(job.id)).toEqual({ status: 200, type: 'text/csv; charset=utf-8', text: 'sheet,row,column,value,problem\r\n' });
    });

    it('tell a late reader all steps in their order, on every node, and end', async () => {
      for (const node of [0, 1]) {
        const stream = await watch(job.id, node);
        await stream.end();
        expect(stepsOf(stream).map(({ step, state }) => [step, state])).toEqual(IMPORT_STEPS.map((step) => [step, 'done']));
        expect(stepsOf(stream).at(-1)).toEqual({ step: 'COMPLETED', state: 'done', done: 10, total: 10, errors: 0 });
      }
    });

    it('may come again: known people keep their password and, where none are said, their roles', async () => {
      const [again] = [company(tag)];
      again['Employees']![1]![1] = 'Ann Lee-Park';
      again['Schedules'] = [['employeeId', 'weekday', 'start', 'end'], [`${tag}-1`, 'Wed', '10:00', '11:00']];
      const people = cluster.db.collection<{ _id: string; passwordHash?: string; roles: string[] }>('people');
      await people.updateOne({ _id: `${tag}-1` }, { $set: { passwordHash: 'kept', roles: ['publisher'] } });
      expect(await ended((await start(again)).id)).toMatchObject({ status: 'completed', total: 9, done: 9 });
      expect(await people.findOne({ _id: `${tag}-1` })).toMatchObject({
        name: 'Ann Lee-Park',
        passwordHash: 'kept',
        roles: ['publisher'],
        schedule: [{ weekday: 'Wed', start: '10:00', end: '11:00' }],
      });
    });

    it('leave people alone who are not in the workbook, and take sheets alone', async () => {
      expect(await ended((await start({ Areas: [['name', 'code'], ['South', `${tag}-south`]] })).id)).toMatchObject({ status: 'completed', total: 1 });
      expect((await admin.call('GET', `/api/users/${tag}-1`)).status).toBe(200);
    });
  });

  describe('of a broken workbook', () => {
    const tag = `bad${randomUUID().slice(0, 8)}`;
    const broken = company(tag, {
      Departments: [['code', 'name', 'areaCode'], [`${tag}-dep`, 'Depot', `${tag}-north`], [`${tag}-dep2`, 'Lost', 'nowhere']],
      Employees: [
        EMPLOYEES,
        [`${tag}-1`, 'Ann', `${tag}-1@x.test`, `${tag}-dep`, `${tag}-clerk`, '2019-04-01', null, null],
        [`${tag}-2`, null, '=HYPERLINK("http://x.test","a")', `${tag}-dep`, `${tag}-clerk`, '31.12.2019', null, null],
        [`${tag}-1`, 'Ann again', `${tag.toUpperCase()}-1@X.test`, `${tag}-dep2`, `${tag}-clerk`, '2019-04-01', null, null],
        [`${tag}-4`, 'Di', `${tag}-4@x.test`, `${tag}-dep`, `${tag}-clerk`, '2019-04-01', `${tag}-2`, null],
        [`${tag}-5`, 'Ed', 'ADMIN@eventide.test', `${tag}-dep`, `${tag}-clerk`, '2019-04-01', `${tag}-4`, null],
      ],
      Schedules: [['employeeId', 'weekday', 'start', 'end'], [`${tag}-1`, 'Someday', '25:00', '17:30']],
    });
    const lines = [
      `Departments,3,areaCode,nowhere,"is none of the areas, neither in the workbook nor known before"`,
      `Employees,3,name,,must not be empty`,
      `Employees,3,email,"'=HYPERLINK(""http://x.test"",""a"")",must be an e-mail address`,
      `Employees,3,hiredAt,31.12.2019,"must be a date, or a text like 2024-05-31"`,
      `Employees,4,employeeId,${tag}-1,is the same as in row 2`,
      `Employees,4,email,${tag.toUpperCase()}-1@X.test,is the same as in row 2`,
      `Employees,4,departmentCode,${tag}-dep2,"is none of the departments, neither in the workbook nor known before"`,
      `Employees,5,managerId,${tag}-2,"is none of the employees, neither in the workbook nor known before"`,
      `Employees,6,email,ADMIN@eventide.test,belongs to somebody else`,
      `Schedules,2,weekday,Someday,"must be one of Mon, Tue, Wed, Thu, Fri, Sat, Sun"`,
      `Schedules,2,start,25:00,must be a time like 09:30`,
    ];

    it('fail, write nothing, and list each bad cell without a formula', async () => {
      const { id } = await start(broken);
      const stream = await watch(id);
      expect(await ended(id)).toMatchObject({
        status: 'failed',
        total: 13,
        done: 0,
        failed: 6,
        error: 'Cells with a problem: 11, in 6 rows. Nothing was imported.',
      });
      expect((await errorsOf(id)).text.split('\r\n')).toEqual(['sheet,row,column,value,problem', ...lines, '']);
      expect(await cluster.db.collection<{ _id: string }>('areas').findOne({ _id: `${tag}-north` })).toBeNull();
      expect((await admin.call('GET', `/api/users/${tag}-1`)).status).toBe(404);
      await stream.end();
      expect(stepsOf(stream).findLast(({ step }) => step === 'UPLOADING_AREA')?.state).toBe('cancelled');
      expect(stepsOf(stream).filter(({ state }) => state === 'failed')).toEqual([
        { step: 'UPLOADING_DEPARTMENT', state: 'failed', done: 0, total: 2, errors: 1 },
        { step: 'UPLOADING_EMPLOYEE', state: 'failed', done: 0, total: 5, errors: 8 },
        { step: 'UPLOADING_SCHEDULE', state: 'failed', done: 0, total: 1, errors: 2 },
        { step: 'COMPLETED', state: 'failed', done: 0, total: 13, errors: 11 },
      ]);
    });

    it('import the good rows if told to, and nothing that refers to a bad one', async () => {
      const { id } = await start(broken, '?partial=true');
      expect(await ended(id)).toMatchObject({ status: 'completed', total: 13, done: 7, failed: 6 });
      expect((await errorsOf(id)).text.split('\r\n')).toHaveLength(lines.length + 2);
      const people = cluster.db.collection<{ _id: string }>('people');
      expect(await people.distinct('_id', { _id: { $regex: `^${tag}-` } })).toEqual([`${tag}-1`]);
      expect((await admin.expect<User>('GET', `/api/users/admin`)).email).toBe('admin@eventide.test');
    });

    it('can be tried again when what was missing is there', async () => {
      const late = randomUUID().slice(0, 8);
      const sheets = { Departments: [['code', 'name', 'areaCode'], [`${late}-dep`, 'Depot', `${late}-area`]] };
      const { id } = await start(sheets);
      expect(await ended(id)).toMatchObject({ status: 'failed', failed: 1 });
      await ended((await start({ Areas: [['code', 'name'], [`${late}-area`, 'Late']] })).id);
      expect(await admin.expect<Job>('POST', `/api/imports/${id}/retry`)).toMatchObject({ status: 'queued' });
      expect(await ended(id)).toMatchObject({ status: 'completed', total: 1, done: 1, failed: 0 });
      expect((await errorsOf(id)).text).toBe('sheet,row,column,value,problem\r\n');
      expect((await admin.call<Problem>('POST', `/api/imports/${id}/retry`)).body).toMatchObject({ status: 409 });
      expect((await admin.call<Problem>('POST', `/api/imports/${id}/cancel`)).body).toMatchObject({ status: 409 });
    });
  });

  it.each<[what: string, bytes: () => Promise<Buffer>, sentence: RegExp]>([
    ['a zip that is no workbook', () => zipOf({ 'readme.txt': 'Hello' }), /not an Excel workbook/],
    ['a damaged file', async () => (await workbookOf(company('x'))).subarray(0, 900), /damaged/],
    ['a zip bomb', () => workbookOf({ Areas: [] }, { 'xl/worksheets/sheet1.xml': ' '.repeat(40_000_000) }), /packed/],
    ['macros', () => workbookOf(company('x'), { 'xl/vbaProject.bin': 'x' }), /macros/],
    ['0 rows', () => workbookOf({ Areas: [['code', 'name']] }), /no rows/],
    ['an unknown sheet', () => workbookOf({ Areas: [['code', 'name']], Staff: [] }), /“Staff” is not known.*Areas, Departments/],
    ['a missing column', () => workbookOf({ Areas: [['code'], ['x']] }), /“Areas” has no column “name”/],
    ['deep nesting', () => zipOf({ ...partsOf({ Areas: [] }), 'xl/worksheets/sheet1.xml': '<a>'.repeat(1_000) }), /nested/],
  ])('refuse %s with a sentence, and the worker lives', async (_what, bytes, sentence) => {
    const { body } = await post(await bytes(), { query: '?partial=true' });
    const job = await ended(body.id);
    expect(job).toMatchObject({ status: 'failed', done: 0, error: expect.stringMatching(sentence) });
    expect(cluster.node(2).running).toBe(true);
  });

  it.each<[what: string, bytes: Buffer, options: Parameters<typeof post>[1], status: number]>([
    ['what is no zip', Buffer.from('employeeId,name\n'), {}, 400],
    ['nothing', Buffer.alloc(0), {}, 400],
    ['another kind of file', Buffer.from('PK\x03\x04'), { name: 'company.xlsm' }, 400],
    ['another field', Buffer.from('PK\x03\x04'), { field: 'workbook' }, 400],
    ['a strange wish', Buffer.from('PK\x03\x04'), { query: '?partial=maybe' }, 400],
    ['people who are no administrators', Buffer.from('PK\x03\x04'), { as: 'manager' }, 403],
    ['51 MB', Buffer.alloc(51_000_000, 'PK\x03\x04'), {}, 413],
  ])('answer %s at once', async (_what, bytes, options, status) => {
    const before = await stored();
    const answer = await post(bytes, options);
    expect([answer.status, answer.body.status]).toEqual([status, status]);
    expect(await stored()).toBe(before);
    expect(await cluster.db.collection('workbooks.chunks').countDocuments({ n: { $gt: 0 } })).toBe(0);
  });

  it('answer 51 MB with 413 also when nobody said how much would come', async () => {
    const before = await stored();
    const disposition = 'Content-Disposition: form-data; name="file"; filename="company.xlsx"';
    async function* body() {
      yield Buffer.from(`--edge\r\n${disposition}\r\n\r\nPK\x03\x04`);
      for (let megabytes = 0; megabytes < 51; megabytes += 1) yield Buffer.alloc(1_000_000);
      yield Buffer.from('\r\n--edge--\r\n');
    }
    const response = await fetch(`${cluster.node(0).url}/api/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await cluster.token('admin', { roles: ['admin'] })}`, 'content-type': 'multipart/form-data; boundary=edge' },
      body: body(),
      duplex: 'half',
    });
    expect(await response.json()).toMatchObject({ status: 413, code: 'too_large' });
    expect(await stored()).toBe(before);
    expect(await cluster.db.collection('workbooks.chunks').countDocuments({ n: { $gt: 0 } })).toBe(0);
  });

  it('refuse a body that is no form', async () => {
    expect((await admin.call<Problem>('POST', '/api/imports', {})).body).toMatchObject({ status: 400, errors: [{ field: 'file' }] });
  });

  it('begin once for a key', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const bytes = await workbookOf(company(`key${randomUUID().slice(0, 8)}`));
    const first = await post(bytes, { headers });
    const second = await post(bytes, { headers });
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect((await post(bytes, { headers, query: '?partial=true' })).status).toBe(422);
    await ended(first.body.id);
    await eventually('no workbook of the import', async () => (await stored()) <= (await unfinished()));
  });

  const unfinished = () => cluster.db.collection('jobs').countDocuments({ queue: 'import-workbook', status: { $ne: 'completed' } });

  it('are seen by who uploaded and by administrators alone', async () => {
    const { id } = await start(company(`own${randomUUID().slice(0, 8)}`));
    await ended(id);
    const stranger = await cluster.as('user1', { roles: ['manager', 'user'] });
    const answers = await Promise.all([
      stranger.call<Problem>('GET', `/api/imports/${id}`),
      stranger.call<Problem>('POST', `/api/imports/${id}/cancel`),
      stranger.call<Problem>('POST', `/api/imports/${id}/retry`),
      admin.call<Problem>('GET', '/api/imports/nothing'),
    ]);
    expect(answers.map(({ body }) => body.code)).toEqual(['forbidden', 'forbidden', 'forbidden', 'not_found']);
    expect((await errorsOf(id, 'user1')).status).toBe(403);
    expect(await (await watch(id, 0, 'user1')).status()).toBe(404);
    const otherAdmin = await cluster.as('other-admin', { roles: ['admin'] });
    expect((await otherAdmin.expect<Job>('GET', `/api/imports/${id}`)).status).toBe('completed');
  });
});
