import { HeaderProblem, isBlankRow, readHeader, type Header, type SheetName } from './steps.js';
import type { Row } from './workbook/cell.js';
import { WorkbookError } from './workbook/workbook-error.js';
import type { WorkbookReader } from './workbook/workbook-reader.js';

/** Also how many rows are written and then remembered as done. */
const BATCH = 1_000;

export interface SheetBatch {
  header: Header;
  rows: Row[];
}

/**
 * The rows of a sheet below its header, 1,000 at a time, without blank ones. An empty sheet needs no header.
 * @throws WorkbookError when the header lacks a column
 */
export async function* sheetBatches(workbook: WorkbookReader, sheet: SheetName): AsyncGenerator<SheetBatch> {
  let header: Header | undefined;
  let batch: Row[] = [];
  for await (const rows of workbook.rows(sheet)) {
    for (const row of rows) {
      if (!header) {
        header = headerOf(sheet, row);
        continue;
      }
      if (isBlankRow(header, row.cells)) continue;
      batch.push(row);
      if (batch.length < BATCH) continue;
      yield { header, rows: batch };
      batch = [];
    }
  }
  if (header && batch.length > 0) yield { header, rows: batch };
}

function headerOf(sheet: SheetName, { number, cells }: Row): Header {
  const header = readHeader(sheet, number === 1 ? cells : []);
  if (header instanceof HeaderProblem) throw new WorkbookError(header.sentence);
  return header;
}
