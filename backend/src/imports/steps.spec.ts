import { describe, expect, it } from '@jest/globals';
import { IMPORT_STEPS } from '@eventide/contracts';
import { HeaderProblem, isBlankRow, readHeader, readRow, rulesOf, SHEET_NAMES, type Header, type SheetName } from './steps.js';
import type { Cell } from './workbook/cell.js';

function headerOf(sheet: SheetName, ...titles: Cell[]): Header {
  const header = readHeader(sheet, titles);
  if (header instanceof HeaderProblem) throw new Error(header.sentence);
  return header;
}

const schedules = headerOf('Schedules', 'employeeId', 'weekday', 'start', 'end');
const employees = headerOf('Employees', 'employeeId', 'name', 'email', 'departmentCode', 'designationCode', 'hiredAt', 'managerId', 'roles');
const ann: Cell[] = ['ann', 'Ann', 'ann@x.test', 'D', 'G', '2020-02-29'];

describe('steps', () => {
  it('have a sheet each, in the order of the contract', () => {
    expect(SHEET_NAMES.map((sheet) => rulesOf(sheet).step)).toEqual(IMPORT_STEPS.slice(0, -1));
  });

  it('find columns whatever their order and case, beside others', () => {
    expect([...headerOf('Areas', ' NAME ', 'Remarks', 'Code')]).toEqual([['code', 2], ['name', 0]]);
  });

  it.each<[string, Cell[], string]>([
    ['a column that is missing', ['code'], 'The sheet “Areas” has no column “name” in row 1.'],
    ['a column that is there twice', ['code', 'name', 'Code'], 'The sheet “Areas” has two columns “code”.'],
    ['no header', [], 'The sheet “Areas” has no column “code” in row 1.'],
  ])('refuse %s', (_what, titles, sentence) => {
    expect(readHeader('Areas', titles)).toEqual(new HeaderProblem(sentence));
  });

  it('leave out blank rows', () => {
    expect(isBlankRow(schedules, ['', undefined, '  '])).toBe(true);
    expect(isBlankRow(schedules, [undefined, undefined, undefined, undefined, 'a remark'])).toBe(true);
    expect(isBlankRow(schedules, [undefined, 0])).toBe(false);
  });

  it('read each type in its one spelling', () => {
    expect(readRow('Schedules', schedules, [1_007, ' mon ', { serial: 0.375 }, '17:30']).values).toEqual({
      employeeId: '1007', weekday: 'Mon', start: '09:00', end: '17:30',
    });
    const values = { employeeId: 'ann', name: 'Ann', email: 'ann@x.test', departmentCode: 'D', designationCode: 'G', hiredAt: '2020-02-29' };
    expect(readRow('Employees', employees, ann)).toEqual({ values, findings: [] });
    const more = ann.with(5, { serial: 45_000 }).concat('bo', 'user, manager,user');
    expect(readRow('Employees', employees, more).values).toEqual({ ...values, hiredAt: '2023-03-15', managerId: 'bo', roles: 'user,manager' });
  });

  it.each<[column: string, place: number, cell: Cell, problem: string]>([
    ['employeeId', 0, 'a b', 'must be 1 to 128 of A-Z a-z 0-9 . _ @ | : + -'],
    ['employeeId', 0, undefined, 'must not be empty'],
    ['employeeId', 0, { $gt: '' } as unknown as Cell, 'must be a text'],
    ['name', 1, 'x'.repeat(201), 'must have at most 200 characters'],
    ['name', 1, 'a\nb', 'must be one line, without control characters'],
    ['name', 1, true, 'must be a text'],
    ['email', 2, 'ann', 'must be an e-mail address'],
    ['departmentCode', 3, { error: '#REF!' }, 'holds the error #REF!'],
    ['hiredAt', 5, '2019-02-29', 'must be a date, or a text like 2024-05-31'],
    ['hiredAt', 5, 45_000, 'must be a date, or a text like 2024-05-31'],
    ['hiredAt', 5, '31.12.2019', 'must be a date, or a text like 2024-05-31'],
    ['roles', 7, ' , ', 'must be roles, separated by commas'],
    ['roles', 7, 'r'.repeat(65), 'must be roles, separated by commas'],
  ])('blame %s (%d) for %j', (column, place, cell, problem) => {
    const cells = [...ann];
    cells[place] = cell;
    expect(readRow('Employees', employees, cells).findings).toEqual([{ column, cell, problem }]);
  });
});
