import type { ImportStep } from '@eventide/contracts';
import { CellProblem, code, day, email, line, name, personId, roles, time, weekday, type CellType } from './cell-types.js';
import type { Cell } from './workbook/cell.js';

/** What rows may refer to. */
export type Kind = 'areas' | 'departments' | 'designations' | 'employees' | 'drivers';

type ColumnTypes = Readonly<Record<string, CellType>>;
type Columns<C extends string> = readonly [C, ...C[]];

/** What a sheet is for, in the terms of its columns. */
interface Sheet<R extends ColumnTypes, O extends ColumnTypes> {
  step: Exclude<ImportStep, 'COMPLETED'>;
  required: R;
  optional: O;
  /** No two rows may have all of these the same; the first column is the one that is blamed. */
  unique: readonly Columns<keyof (R & O) & string>[];
  /** What the first of the unique columns names, for rows that refer to it. */
  defines?: Kind;
  /** Columns whose value has to be there: in the workbook, or known before. */
  refers: { readonly [C in keyof (R & O)]?: Kind };
}

function sheet<R extends ColumnTypes, O extends ColumnTypes>(definition: Sheet<R, O>): Sheet<R, O> {
  return definition;
}

/** Each sheet by its name, in the order in which they are checked and written. */
export const SHEETS = {
  Areas: sheet({
    step: 'UPLOADING_AREA',
    required: { code, name },
    optional: {},
    unique: [['code']],
    defines: 'areas',
    refers: {},
  }),
  Departments: sheet({
    step: 'UPLOADING_DEPARTMENT',
    required: { code, name, areaCode: code },
    optional: {},
    unique: [['code']],
    defines: 'departments',
    refers: { areaCode: 'areas' },
  }),
  Designations: sheet({
    step: 'UPLOADING_DESIGNATION',
    required: { code, title: name, grade: code },
    optional: {},
    unique: [['code']],
    defines: 'designations',
    refers: {},
  }),
  Employees: sheet({
    step: 'UPLOADING_EMPLOYEE',
    required: { employeeId: personId, name, email, departmentCode: code, designationCode: code, hiredAt: day },
    optional: { managerId: personId, roles },
    unique: [['employeeId'], ['email']],
    defines: 'employees',
    refers: { departmentCode: 'departments', designationCode: 'designations', managerId: 'employees' },
  }),
  Schedules: sheet({
    step: 'UPLOADING_SCHEDULE',
    required: { employeeId: personId, weekday, start: time, end: time },
    optional: {},
    unique: [['start', 'employeeId', 'weekday']],
    refers: { employeeId: 'employees' },
  }),
  Drivers: sheet({
    step: 'UPLOADING_DRIVERS',
    required: { driverId: code, employeeId: personId, licence: line(64) },
    optional: {},
    unique: [['driverId'], ['employeeId']],
    defines: 'drivers',
    refers: { employeeId: 'employees' },
  }),
  Cars: sheet({
    step: 'UPLOADING_ASSIGN_CAR',
    required: { plate: code, model: name },
    optional: { driverId: code },
    unique: [['plate']],
    refers: { driverId: 'drivers' },
  }),
} as const;

export type SheetName = keyof typeof SHEETS;

export const SHEET_NAMES = Object.keys(SHEETS) as readonly SheetName[];

/** A sheet's rules for code that treats all sheets alike. */
export type SheetRules = Omit<Sheet<ColumnTypes, ColumnTypes>, 'refers'> & { refers: Readonly<Partial<Record<string, Kind>>> };

export function rulesOf(sheetName: SheetName): SheetRules {
  return SHEETS[sheetName];
}

/** A row's values by column, each in its one spelling; an optional one may be missing. */
export type Values<N extends SheetName> = { [C in keyof (typeof SHEETS)[N]['required']]: string } & {
  [C in keyof (typeof SHEETS)[N]['optional']]?: string;
};

/** Something that is wrong with one cell of a row. */
export interface Finding {
  column: string;
  cell: Cell;
  problem: string;
}

/** Where the columns of a sheet are, by its header. */
export type Header = ReadonlyMap<string, number>;

/** What is wrong with the header as a whole, in a sentence. */
export class HeaderProblem {
  constructor(readonly sentence: string) {}
}

/** Finds the columns of a sheet whatever their order and case; columns that it doesn't know may stand beside them. */
export function readHeader(sheetName: SheetName, cells: readonly Cell[]): Header | HeaderProblem {
  const { required, optional } = rulesOf(sheetName);
  const titles = Array.from(cells, (cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : ''));
  const header = new Map<string, number>();
  for (const column of [...Object.keys(required), ...Object.keys(optional)]) {
    const title = column.toLowerCase();
    const place = titles.indexOf(title);
    if (place !== titles.lastIndexOf(title)) return new HeaderProblem(`The sheet “${sheetName}” has two columns “${column}”.`);
    if (place !== -1) header.set(column, place);
    else if (column in required) return new HeaderProblem(`The sheet “${sheetName}” has no column “${column}” in row 1.`);
  }
  return header;
}

function isBlank(cell: Cell): boolean {
  return cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** Whether a row says nothing in any column of its sheet. */
export function isBlankRow(header: Header, cells: readonly Cell[]): boolean {
  return [...header.values()].every((place) => isBlank(cells[place]));
}

/** What a row says, as far as it can be understood, and what is wrong with its cells one by one. */
export interface ReadRow<N extends SheetName> {
  /** Complete when there are no findings. */
  values: Partial<Values<N>>;
  findings: Finding[];
}

export function readRow<N extends SheetName>(sheetName: N, header: Header, cells: readonly Cell[]): ReadRow<N> {
  const { required, optional } = rulesOf(sheetName);
  const values: Record<string, string> = {};
  const findings: Finding[] = [];
  for (const [column, type] of Object.entries({ ...required, ...optional })) {
    const place = header.get(column);
    const cell = place === undefined ? undefined : cells[place];
    if (cell === undefined || isBlank(cell)) {
      if (column in required) findings.push({ column, cell, problem: 'must not be empty' });
      continue;
    }
    const value = type(cell);
    if (value instanceof CellProblem) findings.push({ column, cell, problem: value.sentence });
    else values[column] = value;
  }
  return { values: values as Partial<Values<N>>, findings };
}
