/**
 * What a cell holds; undefined when it is empty. A formula is its stored value and never evaluated. `serial`: a number
 * that is shown as a date or a time, in days of the 1900 system, whatever the workbook's own system is.
 */
export type Cell = string | number | boolean | { serial: number } | { error: string } | undefined;

export interface Row {
  /** As in the workbook: the first is 1. */
  number: number;
  /** By column, the first at 0; not longer than the last cell that holds something. */
  cells: Cell[];
}

const MOST_COLUMNS = 256;

/** The column of a reference such as `AB12`, the first being 0; undefined beyond 256 columns, or for no reference. */
export function columnOf(reference: string): number | undefined {
  let column = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const letter = reference.charCodeAt(i) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > MOST_COLUMNS) return undefined;
  }
  return column === 0 ? undefined : column - 1;
}

const DAY_MS = 86_400_000;
/** Day 61 is 1 March 1900; the days before it are one off, since 1900 is taken for a leap year. */
const FIRST_TRUE_SERIAL = 61;

/** The day of a serial number as `YYYY-MM-DD`; undefined when there is none. */
export function dayOf(serial: number): string | undefined {
  const day = Math.floor(serial);
  const origin = Date.UTC(1899, 11, day < FIRST_TRUE_SERIAL ? 31 : 30);
  if (day < 1 || day === 60 || day > 2_958_465) return undefined;
  return new Date(origin + day * DAY_MS).toISOString().slice(0, 10);
}

/** The time of day of a serial number as `HH:MM`, rounded. */
export function timeOf(serial: number): string {
  const minutes = Math.round((serial - Math.floor(serial)) * 1_440) % 1_440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
