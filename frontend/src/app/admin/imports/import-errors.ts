/** A bad cell of the workbook. */
export interface CellError {
  sheet: string;
  /** As in the workbook; the header is 1. */
  row: string;
  column: string;
  value: string;
  problem: string;
}

/** Reads the server's CSV (RFC 4180, with its header line). */
export function errorsIn(csv: string): CellError[] {
  const [, ...records] = recordsOf(csv.replace(/^\uFEFF/, ''));
  return records.map(([sheet = '', row = '', column = '', value = '', problem = '']) => {
    return { sheet, row, column, value, problem };
  });
}

/** Splits at commas and line ends that stand outside quotes. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && record.length === 0 && !quoted && !plain) break;
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
