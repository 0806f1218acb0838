import { columnOf, type Cell, type Row } from './cell.js';
import type { CellStyles } from './cell-styles.js';
import { detached, joined, unescaped } from './cell-text.js';
import type { SharedStrings } from './shared-strings.js';
import { readXml, type XmlHandler } from './xml.js';
import { WorkbookError } from './workbook-error.js';

/** What cells need to be understood. */
export interface CellContext {
  strings: SharedStrings;
  styles: CellStyles;
  /** The workbook counts days from 1904. */
  from1904: boolean;
}

/** The last row that a sheet has in an office program. */
const LAST_ROW = 1_048_576;

/** Days between the two systems. */
const DAYS_TO_1904 = 1_462;

/** Builds the rows of one worksheet out of its XML. */
class RowBuilder implements XmlHandler {
  /** Complete, and not yet taken. */
  rows: Row[] = [];
  private row: Row = { number: 0, cells: [] };
  private column: number | undefined;
  private nextColumn = 0;
  private attributes: Readonly<Record<string, string>> = {};
  private inValue = false;
  private inPhonetics = false;
  private value = '';

  constructor(private readonly context: CellContext) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.inValue = name === 'v' || name === 't';
    if (name === 'row') this.openRow(attributes['r']);
    else if (name === 'c') this.openCell(attributes);
    else if (name === 'rPh') this.inPhonetics = true;
  }

  text(piece: string): void {
    if (this.inValue && !this.inPhonetics) this.value = joined(this.value, piece);
  }

  close(name: string): void {
    this.inValue = false;
    if (name === 'row') this.rows.push(this.row);
    else if (name === 'c') this.closeCell();
    else if (name === 'rPh') this.inPhonetics = false;
  }

  private openRow(reference: string | undefined): void {
    const number = reference === undefined ? this.row.number + 1 : Number(reference);
    if (!Number.isInteger(number) || number > LAST_ROW) throw new WorkbookError('The file is damaged: it has a row that no sheet has.');
    if (number <= this.row.number) throw new WorkbookError('The file is damaged: its rows are out of order.');
    this.row = { number, cells: [] };
    this.nextColumn = 0;
  }

  private openCell(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r'];
    this.column = reference === undefined ? this.nextColumn : columnOf(reference);
    this.nextColumn = (this.column ?? this.nextColumn) + 1;
    this.attributes = attributes;
    this.value = '';
  }

  private closeCell(): void {
    const cell = this.cell();
    if (cell === undefined) return;
    if (this.column === undefined) throw new WorkbookError(`Row ${this.row.number} has more than 256 columns.`);
    this.row.cells[this.column] = cell;
  }

  private cell(): Cell {
    const { value: text, context } = this;
    if (text === '') return undefined;
    switch (this.attributes['t'] ?? 'n') {
      case 's':
        return context.strings.at(Number(text)) ?? { error: 'a text that is missing' };
      case 'str':
      case 'inlineStr':
      case 'd':
        return detached(unescaped(text));
      case 'b':
        return text === '1' || text === 'true';
      case 'e':
        return { error: detached(text) };
      default:
        return this.number(Number(text));
    }
  }

  private number(value: number): Cell {
    if (!Number.isFinite(value)) return { error: 'no number' };
    if (!this.context.styles.isDate(this.attributes['s'])) return value;
    // A time of day without a date is the same in both systems.
    return { serial: this.context.from1904 && value >= 1 ? value + DAYS_TO_1904 : value };
  }
}

/** The rows of a worksheet, some at a time, in their order; rows without a cell too, if they are written. */
export async function* readRows(chunks: AsyncIterable<Buffer>, context: CellContext): AsyncGenerator<Row[]> {
  const builder = new RowBuilder(context);
  for await (const _chunk of readXml(chunks, builder)) {
    const { rows } = builder;
    builder.rows = [];
    if (rows.length > 0) yield rows;
  }
}
