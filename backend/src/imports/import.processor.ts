import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/domain-error.js';
import { JobProcessor, type JobRun } from '../jobs/job-processor.js';
import type { StoredJob } from '../jobs/stored-job.js';
import { ImportErrorsStore, MOST_KEPT_ERRORS } from './import-errors.store.js';
import { ImportNews } from './import-news.js';
import { ImportRun } from './import-run.js';
import { readRequest } from './import-request.js';
import { resumable, stateAfterCheck, totals, type ImportState } from './import-state.js';
import { KnownBefore, type RowFinding } from './sheet-check.js';
import { StepWriter } from './step-writer.js';
import type { SheetName } from './steps.js';
import { checkWorkbook, type WorkbookVerdict } from './workbook-check.js';
import { WorkbookError } from './workbook/workbook-error.js';
import { WorkbookReader } from './workbook/workbook-reader.js';
import { WorkbooksStore } from './workbooks.store.js';

/**
 * Imports a workbook: first all of it is checked, then sheet after sheet is written. A run after a crash checks again,
 * since what the check knows is only in memory, and goes on writing behind the last batch that was remembered.
 */
@Injectable()
export class ImportProcessor extends JobProcessor {
  override readonly queue = 'import-workbook';

  constructor(
    private readonly workbooks: WorkbooksStore,
    private readonly errors: ImportErrorsStore,
    private readonly before: KnownBefore,
    private readonly writer: StepWriter,
    private readonly news: ImportNews,
  ) {
    super();
  }

  override async process(run: JobRun): Promise<void> {
    const file = await this.workbooks.open(readRequest(run.job.request).fileId);
    if (!file) throw new DomainError('conflict', 'The workbook is no longer kept. Please upload it again.');
    this.news.publish(run.job);
    let workbook: WorkbookReader | undefined;
    try {
      workbook = await WorkbookReader.open(file.source, file.size);
      await this.import(workbook, run);
    } catch (error) {
      if (error instanceof WorkbookError) throw new DomainError('invalid_request', error.message, { cause: error });
      throw error;
    } finally {
      workbook?.close();
    }
  }

  override async finished(job: StoredJob): Promise<void> {
    this.news.publish(job);
    const { fileId } = readRequest(job.request);
    if (job.status === 'completed') await this.workbooks.remove(fileId);
    else await this.workbooks.keepForRetry(fileId);
  }

  private async import(workbook: WorkbookReader, run: JobRun): Promise<void> {
    const resumed = resumable(run.job.cursor);
    const verdict = await this.check(workbook, run, resumed);
    const state = resumed ?? stateAfterCheck(verdict);
    const importRun = new ImportRun(run, state, this.news);
    if (!resumed) await this.judge(importRun, readRequest(run.job.request).partial);
    await importRun.write(workbook, verdict, this.writer, this.errors);
  }

  /**
   * What is wrong with rows still to come is kept, in the place of what an earlier check has found there: the directory
   * may be another one by now.
   * @param resumed counts the cells that are kept; null when all rows are still to come
   */
  private async check(workbook: WorkbookReader, run: JobRun, resumed: ImportState | null): Promise<WorkbookVerdict> {
    const { id } = run.job;
    const states = new Map(resumed?.sheets.map((state) => [state.sheet, state]));
    if (!resumed) await this.errors.clear(id);
    for (const state of states.values()) state.errors = await this.errors.clearBehind(id, state.sheet, state.row);
    let left = MOST_KEPT_ERRORS;
    return checkWorkbook(workbook, this.before, run.signal, async (sheet: SheetName, findings: RowFinding[]) => {
      const state = states.get(sheet);
      const toCome = findings.filter(({ row }) => row > (state?.row ?? 0));
      if (state) state.errors += toCome.length;
      const keeping = toCome.slice(0, left);
      left -= keeping.length;
      await this.errors.add(id, sheet, keeping);
    });
  }

  /** Remembers that the check is done. @throws DomainError when rows are wrong and may not be left out */
  private async judge(importRun: ImportRun, isPartial: boolean): Promise<void> {
    const { errors, failed } = totals(importRun.state);
    const isRefused = errors > 0 && !isPartial;
    if (isRefused) markFailed(importRun.state);
    await importRun.remember();
    if (!isRefused) return;
    const listed = errors > MOST_KEPT_ERRORS ? ` The first ${MOST_KEPT_ERRORS.toLocaleString('en')} are listed.` : '';
    throw new DomainError(
      'invalid_request',
      `Cells with a problem: ${errors.toLocaleString('en')}, in ${failed.toLocaleString('en')} rows. Nothing was imported.${listed}`,
    );
  }
}

function markFailed({ sheets }: ImportState): void {
  for (const sheet of sheets) if (sheet.errors > 0) sheet.state = 'failed';
}
