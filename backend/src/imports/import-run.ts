import type { JobRun } from '../jobs/job-processor.js';
import type { ImportErrorsStore } from './import-errors.store.js';
import type { ImportNews } from './import-news.js';
import { toCursor, totals, type ImportState, type SheetState } from './import-state.js';
import { sheetBatches } from './sheet-batches.js';
import type { GoodRow, StepWriter } from './step-writer.js';
import { readRow, type Header, type SheetName, type Values } from './steps.js';
import type { WorkbookVerdict } from './workbook-check.js';
import type { Row } from './workbook/cell.js';
import type { WorkbookReader } from './workbook/workbook-reader.js';

const TELL_EVERY_MS = 100;

/** The writing half of one run of an import, from where the state says. */
export class ImportRun {
  private toldAt = 0;

  constructor(
    private readonly run: JobRun,
    readonly state: ImportState,
    private readonly news: ImportNews,
  ) {}

  /** Writes the sheets that are not done yet, in their order. */
  async write(workbook: WorkbookReader, verdict: WorkbookVerdict, writer: StepWriter, errors: ImportErrorsStore): Promise<void> {
    for (const sheet of this.state.sheets) {
      if (sheet.state === 'done') continue;
      sheet.state = 'running';
      if (verdict.has(sheet.sheet)) {
        for await (const { header, rows } of sheetBatches(workbook, sheet.sheet)) {
          const bad = verdict.get(sheet.sheet)?.bad;
          const left = rows.filter(({ number }) => number > sheet.row);
          if (left.length === 0) continue;
          const good = left.filter(({ number }) => !bad?.has(number));
          const refused = await writer.write(sheet.sheet, goodRows(sheet.sheet, header, good), this.run.job.createdAt);
          await errors.add(this.run.job.id, sheet.sheet, refused);
          advance(sheet, left, good.length, refused.length);
          await this.remember();
        }
      }
      sheet.state = 'done';
      // By now each row is written or left out, whatever the check before this run's has counted.
      sheet.failed = sheet.total - sheet.done;
      this.toldAt = 0;
      await this.remember();
    }
  }

  /** Keeps how far it has come, so that the next run goes on from here, and tells who watches. */
  async remember(): Promise<void> {
    const { total, done, failed } = totals(this.state);
    await this.run.progress({ total, done, failed }, toCursor(this.state));
    if (Date.now() - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = Date.now();
    this.news.publish(this.run.job);
  }
}

function goodRows<N extends SheetName>(sheet: N, header: Header, rows: readonly Row[]): GoodRow<N>[] {
  return rows.map(({ number, cells }) => ({ row: number, values: readRow(sheet, header, cells).values as Values<N> }));
}

function advance(sheet: SheetState, rows: readonly Row[], good: number, refused: number): void {
  sheet.row = rows.at(-1)?.number ?? sheet.row;
  sheet.done += good - refused;
  sheet.errors += refused;
  sheet.failed += refused;
}
