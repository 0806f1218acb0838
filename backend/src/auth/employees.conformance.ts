import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Audience } from '@eventide/contracts';
import { dayOf } from './experience.js';
import type { EmployeeFilter, EmployeeRow, PeopleRepository } from './people.repository.js';

/** An employee of whom only what matters needs to be said. */
function row(id: string, fields: Partial<EmployeeRow> = {}): EmployeeRow {
  const rest = { department: 'D', designation: 'clerk', grade: 'G1', hiredAt: '2020-01-01', managerId: null };
  return { id, name: `Name ${id}`, email: `${id}@x.test`, ...rest, ...fields };
}

function hired(yearsAgo: number, days = 0): string {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - yearsAgo, day.getUTCMonth(), day.getUTCDate() + days);
  return dayOf(day);
}

/** What every PeopleRepository does for employees and audiences. @param make gives an empty one */
export function describeEmployees(name: string, make: () => Promise<PeopleRepository>): void {
  describe(`${name}, of employees`, () => {
    let people: PeopleRepository;
    beforeEach(async () => {
      people = await make();
    });

    const meant = async (audience: Audience) => (await people.matching(audience, '', 100)).map(({ id }) => id);
    const listed = async (filter: EmployeeFilter) => (await people.employees(filter, 100)).map(({ id }) => id);

    it('registers many, and gives the same for a repetition', async () => {
      const rows = [row('a', { managerId: 'b' }), row('b', { roles: ['manager', 'user'] })];
      expect(await people.upsertMany(rows)).toEqual([]);
      expect(await people.upsertMany(rows)).toEqual([]);
      expect(await people.upsertMany([])).toEqual([]);
      const [a, b] = await people.employees({}, 10);
      expect(a).toEqual({ ...rows[0], roles: ['user'] });
      expect(b).toEqual(rows[1]);
      expect(await people.find('a')).toMatchObject({ department: 'D', grade: 'G1', hiredAt: '2020-01-01' });
    });

    it('replaces what a row says, and keeps password, language, schedule and unnamed roles', async () => {
      await people.upsert('a', { name: 'Old', email: 'old@x.test', roles: ['manager'], locale: 'de' });
      await people.setPassword('a', 'hash');
      await people.addShifts([{ employeeId: 'a', weekday: 'Mon', start: '08:00', end: '12:00' }], new Date());
      await people.upsertMany([row('a', { managerId: 'b' })]);
      await people.upsertMany([row('a', { grade: 'G2' })]);
      expect(await people.findEmployee('a')).toMatchObject({ name: 'Name a', roles: ['manager'], grade: 'G2', managerId: null });
      expect((await people.findEmployee('a'))?.schedule).toHaveLength(1);
      expect(await people.findByEmail('A@x.test')).toMatchObject({ passwordHash: 'hash', user: { locale: 'de' } });
      expect(await people.search('old', 10)).toEqual([]);
    });

    it('names those whose address somebody else has, and registers the others', async () => {
      await people.upsert('z', { name: 'Zoe', email: 'taken@x.test' });
      expect(await people.upsertMany([row('a'), row('b', { email: 'TAKEN@x.test' }), row('c')])).toEqual(['b']);
      expect(await listed({})).toEqual(['a', 'c', 'z']);
    });

    it('tells who has which address, whatever the case', async () => {
      await people.upsertMany([row('a'), row('b', { email: 'B@x.test' })]);
      expect(await people.emailOwners(['A@x.test', 'b@x.test', 'nobody@x.test'])).toEqual(new Map([['a@x.test', 'a'], ['b@x.test', 'b']]));
      expect(await people.emailOwners([])).toEqual(new Map());
    });

    it('lets an address go from one row to another, whatever their order', async () => {
      await people.upsertMany([row('a'), row('b')]);
      expect(await people.upsertMany([row('b', { email: 'a@x.test' }), row('a', { email: 'new@x.test' })])).toEqual([]);
      expect((await people.findByEmail('a@x.test'))?.user.id).toBe('b');
    });

    it('means any of the values within a field, across fields all of them, and everybody without any', async () => {
      await people.upsertMany([
        row('a', { department: 'Sales', grade: 'G1' }),
        row('b', { department: 'Sales', grade: 'G2', roles: ['manager'] }),
        row('c', { department: 'IT', grade: 'G2' }),
      ]);
      await people.upsert('d', { name: 'Dan' });
      expect(await meant({})).toEqual(['a', 'b', 'c', 'd']);
      expect(await meant({ departments: ['Sales', 'HR'] })).toEqual(['a', 'b']);
      expect(await meant({ departments: ['Sales', 'IT'], grades: ['G2'] })).toEqual(['b', 'c']);
      expect(await meant({ roles: ['manager', 'admin'] })).toEqual(['b']);
      expect(await meant({ userIds: ['d', 'a', 'nobody'] })).toEqual(['a', 'd']);
      expect(await meant({ userIds: ['a', 'c'], departments: ['IT'] })).toEqual(['c']);
      expect(await meant({ departments: [] })).toEqual([]);
      for (const audience of [{}, { departments: ['Sales'] }, { departments: [] }]) {
        expect(await people.count(audience)).toBe((await meant(audience)).length);
      }
    });

    it('gives those who are meant by id, page by page, with what it takes to tell them', async () => {
      await people.upsertMany(['c', 'B', 'a', 'd'].map((id) => row(id)));
      expect((await people.matching({ departments: ['D'] }, 'B', 2)).map(({ id }) => id)).toEqual(['a', 'c']);
      expect((await people.matching({ userIds: ['a', 'd'] }, 'a', 2)).map(({ id }) => id)).toEqual(['d']);
      expect(await people.matching({}, 'd', 2)).toEqual([]);
      expect(await people.matching({}, '', 1)).toEqual([
        { id: 'B', name: 'Name B', email: 'B@x.test', department: 'D', locale: null },
      ]);
    });

    it('counts experience in whole years from the day of hiring to today, both ends included', async () => {
      await people.upsertMany([
        row('two', { hiredAt: hired(2) }),
        row('five', { hiredAt: hired(5) }),
        row('almost', { hiredAt: hired(2, 1) }),
        row('nearly-six', { hiredAt: hired(6, 1) }),
        row('six', { hiredAt: hired(6) }),
      ]);
      await people.upsert('unknown', { name: 'No day' });
      expect(await meant({ minExperienceYears: 2, maxExperienceYears: 5 })).toEqual(['five', 'nearly-six', 'two']);
      expect(await meant({ minExperienceYears: 2 })).toEqual(['five', 'nearly-six', 'six', 'two']);
      expect(await meant({ maxExperienceYears: 5 })).toEqual(['almost', 'five', 'nearly-six', 'two']);
      expect(await people.count({ minExperienceYears: 0 })).toBe(5);
    });

    it('gives the managers of a department', async () => {
      await people.upsertMany([
        row('b', { roles: ['user', 'manager'] }),
        row('a', { roles: ['manager'] }),
        row('c', { department: 'IT', roles: ['manager'] }),
        row('d', { roles: ['managers'] }),
      ]);
      expect((await people.managersOf('D')).map(({ id, email }) => [id, email])).toEqual([['a', 'a@x.test'], ['b', 'b@x.test']]);
      expect(await people.managersOf('HR')).toEqual([]);
    });

    it('begins a page behind as many as are to be left out', async () => {
      await people.upsertMany(['c', 'a', 'd', 'b'].map((id) => row(id, { department: id === 'a' ? 'IT' : 'D' })));
      const pages = [await people.employees({}, 2, 1), await people.employees({ departments: ['D'] }, 9, 2), await people.employees({}, 9, 4)];
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([['b', 'c'], ['d'], []]);
    });

    it('lists by name, then id, and goes on behind the place where a page ended', async () => {
      await people.upsertMany([row('b', { name: 'Ann' }), row('a', { name: 'Ann' }), row('c', { name: 'Al' }), row('d', { name: 'Zoe' })]);
      const first = await people.employees({}, 2);
      expect(first.map(({ id }) => id)).toEqual(['c', 'a']);
      await people.upsertMany([row('0', { name: 'Aa' }), row('a1', { name: 'Ann' })]);
      await people.remove('a');
      const rest = await people.employees({}, 9, { name: 'Ann', id: 'a' });
      expect(rest.map(({ id }) => id)).toEqual(['a1', 'b', 'd']);
      expect(await people.countEmployees({})).toBe(5);
    });

    it('finds employees by the beginnings of words of name, id and address, among those who are asked for', async () => {
      await people.upsertMany([
        row('E-17', { name: 'Ann Cole', email: 'boss@x.test' }),
        row('E-18', { name: 'Cora Annan', department: 'IT' }),
        row('x.*', { name: 'Änne (x)' }),
      ]);
      expect(await listed({ text: 'ANN' })).toEqual(['E-17', 'E-18']);
      expect(await listed({ text: 'ann', departments: ['IT'] })).toEqual(['E-18']);
      expect(await listed({ text: ' col  ann ' })).toEqual(['E-17']);
      expect(await listed({ text: 'e-1' })).toEqual(['E-17', 'E-18']);
      expect(await listed({ text: 'Boss@' })).toEqual(['E-17']);
      expect(await listed({ text: 'än' })).toEqual(['x.*']);
      expect(await listed({ text: '(X' })).toEqual(['x.*']);
      for (const text of ['nn', '.*', 'oss', 'a\0', '^ann', 'ann x']) expect(await listed({ text })).toEqual([]);
      expect(await people.countEmployees({ text: 'ann' })).toBe(2);
      expect(await people.search('boss', 10)).toEqual([]);
    });

    it('gives the departments and grades that there are, in their order', async () => {
      await people.upsertMany([row('a', { department: 'Sales' }), row('b', { grade: 'G0' }), row('c', { department: 'Sales' })]);
      await people.upsert('d', { name: 'Neither' });
      expect(await people.departmentsAndGrades({})).toEqual({ departments: ['D', 'Sales'], grades: ['G0', 'G1'] });
      expect(await people.departmentsAndGrades({ departments: ['Sales'] })).toEqual({ departments: ['Sales'], grades: ['G1'] });
      expect(await people.departmentsAndGrades({ departments: [] })).toEqual({ departments: [], grades: [] });
    });

    it('gives everybody of a designation its new grade', async () => {
      await people.upsertMany([row('a'), row('b', { designation: 'head' })]);
      await people.regrade(new Map([['clerk', 'G7'], ['nothing', 'G9']]));
      await people.regrade(new Map());
      expect((await people.employees({}, 9)).map(({ grade }) => grade)).toEqual(['G7', 'G1']);
    });

    it('adds shifts of one word on them in any number of calls, lets a later word begin anew and takes no earlier one', async () => {
      const [one, two] = [new Date('2026-05-20T08:00:00.000Z'), new Date('2026-05-20T08:00:00.001Z')];
      const morning = { weekday: 'Mon', start: '08:00', end: '12:00' } as const;
      const evening = { weekday: 'Mon', start: '13:00', end: '17:00' } as const;
      await people.upsertMany([row('a')]);
      const schedule = async () => (await people.findEmployee('a'))?.schedule;
      expect(await schedule()).toEqual([]);
      await people.addShifts([{ employeeId: 'a', ...morning }, { employeeId: 'nobody', ...morning }], one);
      await people.addShifts([{ employeeId: 'a', ...evening }, { employeeId: 'a', ...morning }], one);
      await people.addShifts([], one);
      expect(await schedule()).toHaveLength(2);
      expect(await schedule()).toEqual(expect.arrayContaining([morning, evening]));
      await people.addShifts([{ employeeId: 'a', ...evening }], two);
      expect(await schedule()).toEqual([evening]);
      await people.addShifts([{ employeeId: 'a', ...morning }], one);
      expect(await schedule()).toEqual([evening]);
      expect(await people.find('nobody')).toBeNull();
    });

    it('knows nobody who was removed, not even as a manager', async () => {
      await people.upsertMany([row('a', { roles: ['manager'] }), row('b', { managerId: 'a' })]);
      await people.remove('a');
      expect([await meant({}), await listed({}), await people.managersOf('D')]).toEqual([['b'], ['b'], []]);
      expect(await people.findEmployee('a')).toBeNull();
      expect((await people.findEmployee('b'))?.managerId).toBeNull();
    });
  });
}
