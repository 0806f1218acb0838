import { SheetCheck, type Defined, type KnownBefore, type RowFinding } from './sheet-check.js';
import { SHEET_NAMES, type SheetName } from './steps.js';
import { sheetBatches } from './sheet-batches.js';
import { WorkbookError } from './workbook/workbook-error.js';
import type { WorkbookReader } from './workbook/workbook-reader.js';

/** More is refused: ids of all rows are held in memory while they are checked. */
const MOST_ROWS = 500_000;

/** What the check found out about a sheet. */
export interface SheetVerdict {
  rows: number;
  /** Cells that are wrong. */
  errors: number;
  /** Rows with such a cell. */
  bad: ReadonlySet<number>;
}

export type WorkbookVerdict = ReadonlyMap<SheetName, SheetVerdict>;

/**
 * Reads the whole workbook and judges every cell; nothing is written.
 * @param found is handed what is wrong, batch by batch
 * @throws WorkbookError when it has unknown sheets or no rows, or too many, or lacks a column
 */
export async function checkWorkbook(
  workbook: WorkbookReader,
  before: KnownBefore,
  signal: AbortSignal,
  found: (sheet: SheetName, findings: RowFinding[]) => Promise<void>,
): Promise<WorkbookVerdict> {
  const defined: Defined = {
    areas: new Set(),
    departments: new Set(),
    designations: new Set(),
    employees: new Set(),
    drivers: new Set(),
  };
  const verdict = new Map<SheetName, SheetVerdict>();
  let total = 0;
  for (const sheet of sheetsOf(workbook)) {
    const check = new SheetCheck(sheet, defined, before);
    let [rows, errors] = [0, 0];
    for await (const batch of sheetBatches(workbook, sheet)) {
      signal.throwIfAborted();
      rows += batch.rows.length;
      total += batch.rows.length;
      if (total > MOST_ROWS) throw new WorkbookError(`The workbook has more than ${MOST_ROWS.toLocaleString('en')} rows.`);
      const findings = await check.judge(batch.header, batch.rows);
      errors += findings.length;
      await found(sheet, findings);
    }
    const findings = await check.conclusion();
    await found(sheet, findings);
    verdict.set(sheet, { rows, errors: errors + findings.length, bad: check.bad });
  }
  if (total === 0) throw new WorkbookError('The workbook has no rows.');
  return verdict;
}

/** The sheets that there are, in the order of the steps. */
function sheetsOf(workbook: WorkbookReader): SheetName[] {
  const names: readonly string[] = SHEET_NAMES;
  const unknown = workbook.sheets.find((sheet) => !names.includes(sheet));
  if (unknown !== undefined) {
    throw new WorkbookError(`The sheet “${unknown.slice(0, 31)}” is not known. The sheets are ${names.join(', ')}; each may be left out.`);
  }
  return SHEET_NAMES.filter((sheet) => workbook.sheets.includes(sheet));
}
