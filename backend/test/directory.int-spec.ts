import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeDetails, EmployeePage, Me, OrganisationChoices, Problem } from '@eventide/contracts';
import { Organisation } from '../src/auth/organisation.store.js';
import { MongoPeopleRepository } from '../src/auth/mongo-people.repository.js';
import type { EmployeeRow } from '../src/auth/people.repository.js';
import type { Mongo } from '../src/platform/mongo.js';
import { connectTo } from './database.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

function employee(id: string, fields: Partial<EmployeeRow> = {}): EmployeeRow {
  const rest = { department: 'W', designation: 'smith', grade: 'G1', hiredAt: '2015-05-05', managerId: null };
  return { id, name: `Name ${id}`, email: `${id}@x.test`, ...rest, ...fields };
}

describe('the directory', () => {
  let cluster: TestCluster;
  let mongo: Mongo;
  let people: MongoPeopleRepository;
  let admin: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { DEMO: 'false' } });
    mongo = await connectTo(cluster.db.databaseName);
    people = new MongoPeopleRepository(mongo);
    const organisation = new Organisation(mongo, people);
    await organisation.putAreas([{ code: 'N', name: 'North' }]);
    await organisation.putDepartments([{ code: 'W', name: 'Works', areaCode: 'N' }]);
    await organisation.putDesignations([{ code: 'smith', title: 'Smith', grade: 'G1' }]);
    await organisation.putDrivers([{ id: 'D1', employeeId: 'driver', licence: 'L-1' }]);
    await organisation.putCars([{ plate: 'EV 1', model: 'Van', driverId: 'D1' }, { plate: 'EV 2', model: 'Bus', driverId: null }]);
    await people.upsertMany([
      ...Array.from({ length: 12 }, (_, index) => employee(`w${index}`, { managerId: 'boss' })),
      employee('boss', { name: 'Berta Boss', roles: ['manager', 'user'], hiredAt: '2001-01-01' }),
      employee('driver', { name: 'Zoe Driver', managerId: 'boss' }),
      employee('s1', { name: 'Sue Sales', department: 'S', designation: 'unheard', grade: 'G2' }),
      employee('lost', { name: 'Lost Manager', department: 'S', roles: ['manager'] }),
    ]);
    await people.addShifts([
      { employeeId: 'driver', weekday: 'Tue', start: '08:00', end: '16:00' },
      { employeeId: 'driver', weekday: 'Mon', start: '08:00', end: '16:00' },
    ], new Date());
    admin = await cluster.admin();
  });
  afterAll(async () => {
    await mongo.connection.close();
    await cluster.stop();
  });

  const list = (api: TestApi, query = '') => api.expect<EmployeePage>('GET', `/api/employees${query}`);
  const ids = (page: EmployeePage) => page.items.map(({ id }) => id);
  const manager = (id = 'boss') => cluster.as(id, { roles: ['user', 'manager'] });

  it('shows administrators everybody, by name, with what codes stand for', async () => {
    const { items, total, next } = await list(admin, '?limit=100');
    expect([total, items.length, next]).toEqual([16, 16, null]);
    expect(items[0]).toEqual({
      id: 'boss', name: 'Berta Boss', email: 'boss@x.test', roles: ['manager', 'user'], area: 'N', areaName: 'North', department: 'W',
      departmentName: 'Works', designation: 'smith', designationTitle: 'Smith', grade: 'G1', hiredAt: '2001-01-01',
      experienceYears: expect.any(Number), managerId: null,
    });
    expect(items.find(({ id }) => id === 's1')).toMatchObject({ department: 'S', departmentName: null, area: null, designationTitle: null });
  });

  it('filters, and counts what matches', async () => {
    expect(await list(admin, '?department=S&limit=1')).toMatchObject({ total: 2, items: [{ id: 'lost' }] });
    expect(ids(await list(admin, '?grade=G2'))).toEqual(['s1']);
    expect(ids(await list(admin, '?minExperienceYears=20.5'))).toEqual(['boss']);
    expect((await list(admin, '?maxExperienceYears=20')).total).toBe(15);
    expect(ids(await list(admin, '?q=BER%20bo'))).toEqual(['boss']);
    expect(ids(await list(admin, '?q=w11%40'))).toEqual(['w11']);
    expect(await list(admin, '?department=S&grade=G9&q=x&unknown=1')).toEqual({ items: [], next: null, total: 0 });
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=', 'department=', 'department=a&department=b', 'minExperienceYears=-1', 'maxExperienceYears=1e1', 'offset=-1',
    'offset=1000001', 'offset=0&before=x',
    'minExperienceYears=101', 'before=x', `q=${'x'.repeat(201)}`, 'grade[$ne]=x&grade[$ne]=y&limit=1.5'])('refuses ?%s', async (query) => {
    expect((await admin.call<Problem>('GET', `/api/employees?${query}`)).body).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('pages while people come, go and change: who stays is listed once', async () => {
    const before = ids(await list(admin, '?limit=100&department=W'));
    const seen: string[] = [];
    let query = '?department=W&limit=3';
    for (let page = 0; ; page++) {
      const { items, next } = await list(admin, query);
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      await people.upsertMany([employee(`new${page}`, { name: `Aa ${page}` }), employee(`late${page}`, { name: `Zz ${page}` })]);
      if (page < 2) await people.remove(seen.at(-1) ?? '');
      query = `?department=W&limit=3&before=${encodeURIComponent(next)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before));
    expect(seen.filter((id) => id.startsWith('new'))).toEqual([]);
  });

  it('jumps into the middle, and goes on from there', async () => {
    const all = ids(await list(admin, '?limit=100&q=name'));
    const middle = await list(admin, '?limit=3&q=name&offset=5');
    expect([ids(middle), middle.total]).toEqual([all.slice(5, 8), all.length]);
    expect(ids(await list(admin, `?limit=3&q=name&before=${encodeURIComponent(middle.next ?? '')}`))).toEqual(all.slice(8, 11));
    expect(await list(admin, `?q=name&offset=${all.length}`)).toEqual({ items: [], next: null, total: all.length });
  });

  it('gives a page for the filters of the one before alone', async () => {
    const { next } = await list(admin, '?limit=1');
    const token = encodeURIComponent(next ?? '');
    expect((await list(admin, `?limit=50&before=${token}`)).items.length).toBeGreaterThan(1);
    for (const other of ['&grade=G1', '&q=x', '&department=W']) {
      expect((await admin.call('GET', `/api/employees?before=${token}${other}`)).status).toBe(400);
    }
    expect((await (await manager()).call('GET', `/api/employees?before=${token}`)).status).toBe(400);
  });

  it('shows managers their own department, whatever they ask', async () => {
    const boss = await manager();
    const own = await list(boss, '?limit=100');
    expect(new Set(own.items.map(({ department }) => department))).toEqual(new Set(['W']));
    expect(own.total).toBe(own.items.length);
    expect(await list(boss, '?department=S')).toEqual({ items: [], next: null, total: 0 });
    expect(await list(boss, '?q=sue')).toEqual({ items: [], next: null, total: 0 });
    expect((await boss.call<Problem>('GET', '/api/employees/s1')).body).toMatchObject({ status: 404, code: 'not_found' });
    expect(await boss.expect('GET', '/api/employees/w5')).toMatchObject({ id: 'w5' });
  });

  it('shows nobody to a manager of no department, and everybody to one who is also an administrator', async () => {
    const stranger = await manager('host-manager');
    expect(await list(stranger)).toEqual({ items: [], next: null, total: 0 });
    expect((await stranger.call('GET', '/api/employees/w5')).status).toBe(404);
    expect(await stranger.expect('GET', '/api/organisation')).toEqual({ departments: [], grades: [] });
    const both = await cluster.as('boss', { roles: ['manager', 'admin'] });
    expect((await list(both, '?department=S')).total).toBe(2);
  });

  it('is closed to everybody else', async () => {
    for (const path of ['/api/employees', '/api/employees/w5', '/api/organisation']) {
      const worker = await cluster.as('w5', { roles: ['user', 'publisher', 'Manager'] });
      expect((await worker.call<Problem>('GET', path)).body).toMatchObject({ status: 403, code: 'forbidden' });
      expect((await (await cluster.as(null)).call('GET', path)).status).toBe(401);
    }
  });

  it('shows one with schedule, licence and cars', async () => {
    const details = await admin.expect<EmployeeDetails>('GET', '/api/employees/driver');
    expect(details).toMatchObject({ id: 'driver', areaName: 'North', managerId: 'boss' });
    expect(details.schedule.map(({ weekday }) => weekday)).toEqual(['Mon', 'Tue']);
    expect(details.driver).toEqual({ id: 'D1', licence: 'L-1', cars: [{ plate: 'EV 1', model: 'Van' }] });
    expect(await admin.expect('GET', '/api/employees/w5')).toMatchObject({ schedule: [], driver: null });
    for (const id of ['nobody', '%24ne', 'a%20b']) expect((await admin.call('GET', `/api/employees/${id}`)).status).toBe(404);
  });

  it('says what employees can be filtered by', async () => {
    const all = { departments: [{ code: 'S', name: null }, { code: 'W', name: 'Works' }], grades: ['G1', 'G2'] };
    expect(await admin.expect<OrganisationChoices>('GET', '/api/organisation')).toEqual(all);
    expect(await (await manager()).expect<OrganisationChoices>('GET', '/api/organisation')).toEqual({
      departments: [{ code: 'W', name: 'Works' }], grades: ['G1'],
    });
  });

  it('says in /api/me what the directory knows', async () => {
    expect(await (await cluster.as('w5')).expect<Me>('GET', '/api/me')).toMatchObject({ department: 'W', grade: 'G1', hiredAt: '2015-05-05' });
  });

  it('knows nobody who was erased: not in lists, not as a manager, not as a driver', async () => {
    await people.upsertMany([employee('leaves', { managerId: 'w5' })]);
    for (const id of ['boss', 'driver']) await admin.expect('DELETE', `/api/users/${id}`);
    for (const id of ['boss', 'driver']) expect((await admin.call('GET', `/api/employees/${id}`)).status).toBe(404);
    const { items } = await list(admin, '?limit=100');
    expect(items.filter(({ id, managerId }) => ['boss', 'driver'].includes(id) || managerId === 'boss')).toEqual([]);
    expect(await cluster.db.collection('drivers').countDocuments()).toBe(0);
    expect(await cluster.db.collection('cars').find({}).toArray()).toEqual([{ _id: 'EV 1', model: 'Van' }, { _id: 'EV 2', model: 'Bus' }]);
  });
});
