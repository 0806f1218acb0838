import { beforeEach, describe, expect, it } from '@jest/globals';
import { KnownBefore, SheetCheck, type Defined } from './sheet-check.js';
import { HeaderProblem, readHeader, type Kind, type SheetName } from './steps.js';
import type { Cell } from './workbook/cell.js';

class FixedKnowledge extends KnownBefore {
  asked = 0;

  override async known(kind: Kind, ids: readonly string[]): Promise<Set<string>> {
    this.asked += 1;
    return new Set(ids.filter((id) => id === `old-${kind}`));
  }

  override async emailOwners(emails: readonly string[]): Promise<Map<string, string>> {
    return new Map(emails.filter((email) => email === 'zoe@x.test').map((email) => [email, 'zoe']));
  }
}

const EMPLOYEES = ['employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt', 'managerId'];

describe(SheetCheck.name, () => {
  let defined: Defined;
  let knowledge: FixedKnowledge;
  beforeEach(() => {
    knowledge = new FixedKnowledge();
    const empty = () => new Set<string>();
    defined = { areas: empty(), departments: empty(), designations: empty(), employees: empty(), drivers: empty() };
  });

  /** Judges rows from the second on, two at a time. */
  async function check(sheet: SheetName, titles: string[], rows: Cell[][]) {
    const header = readHeader(sheet, titles);
    if (header instanceof HeaderProblem) throw new Error(header.sentence);
    const checked = new SheetCheck(sheet, defined, knowledge);
    const numbered = rows.map((cells, i) => ({ number: i + 2, cells }));
    const findings = [];
    for (let start = 0; start < rows.length; start += 2) findings.push(...(await checked.judge(header, numbered.slice(start, start + 2))));
    findings.push(...(await checked.conclusion()));
    return { bad: [...checked.bad], found: findings.map(({ row, column, problem }) => `${row} ${column} ${problem}`) };
  }

  const person = (id: string, managerId: string | null = null, email = `${id}@x.test`): Cell[] =>
    [id, id, email, 'old-departments', 'old-designations', '2020-01-01', managerId ?? undefined];

  it('finds what is there twice, in other batches too', async () => {
    const { bad, found } = await check('Areas', ['code', 'name'], [['a', 'A'], ['b', 'B'], ['a', 'C'], ['c', 'C']]);
    expect([bad, found]).toEqual([[4], ['4 code is the same as in row 2']]);
    expect([...defined.areas]).toEqual(['a', 'b', 'c']);
  });

  it('takes references to earlier sheets and to what is known, and no others', async () => {
    defined.areas.add('new');
    const { found } = await check('Departments', ['code', 'name', 'areaCode'], [['a', 'A', 'new'], ['b', 'B', 'old-areas'], ['c', 'C', 'none']]);
    expect(found).toEqual(['4 areaCode is none of the areas, neither in the workbook nor known before']);
    expect([...defined.departments]).toEqual(['a', 'b']);
  });

  it('takes addresses once, whatever their case, and none of somebody else', async () => {
    const { found } = await check('Employees', EMPLOYEES, [person('a'), person('b', null, 'A@X.test'), person('c', null, 'Zoe@x.test')]);
    expect((await check('Employees', EMPLOYEES, [person('zoe')])).found).toEqual([]);
    expect(found).toEqual(['3 email is the same as in row 2', '4 email belongs to somebody else']);
  });

  it('lets managers stand further down, or be known', async () => {
    expect(await check('Employees', EMPLOYEES, [person('a', 'b'), person('c', 'old-employees'), person('b', 'b')])).toEqual({ bad: [], found: [] });
  });

  it('leaves out who has a manager that is left out, all the way', async () => {
    const rows = [person('a', 'b'), person('b', 'c'), person('c', 'nobody'), person('d')];
    const { bad, found } = await check('Employees', EMPLOYEES, rows);
    expect(bad.toSorted()).toEqual([2, 3, 4]);
    expect(found).toHaveLength(3);
    expect([...defined.employees]).toEqual(['d']);
  });

  it('asks once for each level of managers that are left out', async () => {
    const staff = Array.from({ length: 20 }, (_, i) => [person(`boss${i}`, 'nobody'), person(`lead${i}`, `boss${i}`), person(`clerk${i}`, `lead${i}`)]);
    knowledge.asked = 0;
    const { bad } = await check('Employees', EMPLOYEES, staff.flat());
    expect(bad).toHaveLength(60);
    // In 30 batches of two: departments and designations. Then the bosses' boss, the bosses and the leads.
    expect(knowledge.asked).toBe(60 + 3);
  });

  it('blames a cell once', async () => {
    const { found } = await check('Employees', EMPLOYEES, [person('a', null, 'zoe@x.test'), person('b', null, 'ZOE@x.test')]);
    expect(found).toEqual(['2 email belongs to somebody else', '3 email is the same as in row 2']);
  });
});
