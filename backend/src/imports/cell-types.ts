import { LIMITS, WEEKDAYS } from '@eventide/contracts';
import { z } from 'zod';
import { userId } from '../platform/schemas.js';
import { dayOf, timeOf, type Cell } from './workbook/cell.js';

/** What is wrong with a cell, to follow its name: "must be …". */
export class CellProblem {
  constructor(readonly sentence: string) {}
}

/** Makes the value of a cell that is not empty, in one spelling, or says why it can't. */
export type CellType = (cell: NonNullable<Cell>) => string | CellProblem;

const LONGEST_CODE = 64;
const MOST_ROLES = 50;
const CONTROL_CHARACTERS = /\p{Cc}/u;
const EMAIL = z.email().max(320);

/** What a person sees in the cell, near enough. */
export function shown(cell: Cell): string {
  switch (typeof cell) {
    case 'undefined':
      return '';
    case 'boolean':
      return cell ? 'TRUE' : 'FALSE';
    case 'object':
      return 'error' in cell ? cell.error : (cell.serial < 1 ? timeOf(cell.serial) : (dayOf(cell.serial) ?? String(cell.serial)));
    default:
      return String(cell);
  }
}

function textOf(cell: NonNullable<Cell>): string | CellProblem {
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return cell.trim();
  if (typeof cell === 'object' && 'error' in cell) return new CellProblem(`holds the error ${cell.error}`);
  return new CellProblem('must be a text');
}

/** A type whose rule is one for texts; numbers count as what is written. */
function textThat(rule: (text: string) => string | CellProblem): CellType {
  return (cell) => {
    const text = textOf(cell);
    return typeof text === 'string' ? rule(text) : text;
  };
}

/** A text of one line. */
export function line(longest: number): CellType {
  return textThat((text) => {
    if (text.length > longest) return new CellProblem(`must have at most ${longest} characters`);
    return CONTROL_CHARACTERS.test(text) ? new CellProblem('must be one line, without control characters') : text;
  });
}

export const code = line(LONGEST_CODE);
export const name = line(LIMITS.name);

export const personId = textThat((text) =>
  userId.safeParse(text).success ? text : new CellProblem('must be 1 to 128 of A-Z a-z 0-9 . _ @ | : + -'),
);

export const email = textThat((text) => (EMAIL.safeParse(text).success ? text : new CellProblem('must be an e-mail address')));

/** `YYYY-MM-DD`. */
export const day: CellType = (cell) => {
  const problem = new CellProblem('must be a date, or a text like 2024-05-31');
  if (typeof cell === 'object' && 'serial' in cell) return dayOf(cell.serial) ?? problem;
  const text = textOf(cell);
  if (typeof text !== 'string') return text;
  const [, written] = /^(\d{4}-\d\d-\d\d)(T00:00:00(\.0+)?Z?)?$/.exec(text) ?? [];
  return written !== undefined && z.iso.date().safeParse(written).success ? written : problem;
};

/** `HH:MM`. */
export const time: CellType = (cell) => {
  const problem = new CellProblem('must be a time like 09:30');
  if (typeof cell === 'object' && 'serial' in cell) return cell.serial >= 0 ? timeOf(cell.serial) : problem;
  const text = textOf(cell);
  if (typeof text !== 'string') return text;
  return /^([01]?\d|2[0-3]):[0-5]\d$/.test(text) ? text.padStart(5, '0') : problem;
};

export const weekday = textThat((text) => {
  const found = WEEKDAYS.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  return found ?? new CellProblem(`must be one of ${WEEKDAYS.join(', ')}`);
});

/** Comma-separated, each once. */
export const roles = textThat((text) => {
  const all = [...new Set(text.split(',').map((role) => role.trim()))].filter((role) => role !== '');
  const isFit = all.length <= MOST_ROLES && all.every((role) => role.length <= LONGEST_CODE && !CONTROL_CHARACTERS.test(role));
  return isFit && all.length > 0 ? all.join(',') : new CellProblem('must be roles, separated by commas');
});
