import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Json } from '@eventide/contracts';
import { mongo } from 'mongoose';
import { BytesReader } from '../../test/bytes-reader.js';
import { workbookOf } from '../../test/workbook-file.js';
import type { JobRun } from '../jobs/job-processor.js';
import type { JobCounts, StoredJob } from '../jobs/stored-job.js';
import type { ImportErrorsStore } from './import-errors.store.js';
import type { ImportNews } from './import-news.js';
import { ImportProcessor } from './import.processor.js';
import type { KnownBefore } from './sheet-check.js';
import type { StepWriter } from './step-writer.js';
import type { WorkbooksStore } from './workbooks.store.js';

const ROWS = 2_500;
const AWAY = new mongo.MongoNetworkError('The database is away');

/** A database that is away in its n-th write; rows and places that came through before are kept. */
class Database {
  /** Numbers of the first and the last row of each batch. */
  readonly batches: [first: number, last: number][] = [];
  cursor: Json = null;
  counts: Partial<JobCounts> = {};
  awayIn = { rows: 0, places: 0 };

  async write(_sheet: string, rows: readonly { row: number }[]): Promise<[]> {
    if (--this.awayIn.rows === 0) throw AWAY;
    this.batches.push([rows.at(0)?.row ?? 0, rows.at(-1)?.row ?? 0]);
    return [];
  }

  async progress(counts: Partial<JobCounts>, cursor?: Json): Promise<void> {
    if (--this.awayIn.places === 0) throw AWAY;
    this.counts = counts;
    this.cursor = cursor ?? this.cursor;
  }
}

describe(ImportProcessor.name, () => {
  let database: Database;
  let processor: ImportProcessor;

  beforeEach(async () => {
    database = new Database();
    const areas = Array.from({ length: ROWS }, (_, index) => [`A${index}`, `Area ${index}`]);
    const bytes = await workbookOf({ Areas: [['code', 'name'], ...areas] });
    const workbooks = { open: async () => ({ source: new BytesReader(bytes), size: bytes.length }) };
    const errors = { clear: async () => undefined, add: async () => undefined };
    processor = new ImportProcessor(
      workbooks as unknown as WorkbooksStore,
      errors as unknown as ImportErrorsStore,
      {} as KnownBefore,
      database as unknown as StepWriter,
      { publish: () => undefined } as unknown as ImportNews,
    );
  });

  function run(): Promise<void> {
    const job = { id: 'import', request: { fileId: 'file', partial: false }, cursor: database.cursor } as unknown as StoredJob;
    const jobRun: JobRun = { job, signal: new AbortController().signal, progress: (counts, cursor) => database.progress(counts, cursor) };
    return processor.process(jobRun);
  }

  it('writes all rows, a thousand at a time', async () => {
    await run();
    expect(database.batches).toEqual([[2, 1_001], [1_002, 2_001], [2_002, 2_501]]);
    expect(database.counts).toMatchObject({ total: ROWS, done: ROWS, failed: 0 });
  });

  it('asks to be run again when the database goes away, and goes on behind the last batch that was noted', async () => {
    database.awayIn.rows = 2;
    await expect(run()).rejects.toBe(AWAY);
    expect(database.counts).toMatchObject({ done: 1_000 });
    await run();
    expect(database.batches).toEqual([[2, 1_001], [1_002, 2_001], [2_002, 2_501]]);
    expect(database.counts).toMatchObject({ total: ROWS, done: ROWS, failed: 0 });
  });

  it('writes a batch again that was written but not noted, and counts it once', async () => {
    // The first place is noted when the check is done.
    database.awayIn.places = 3;
    await expect(run()).rejects.toBe(AWAY);
    await run();
    expect(database.batches).toEqual([[2, 1_001], [1_002, 2_001], [1_002, 2_001], [2_002, 2_501]]);
    expect(database.counts).toMatchObject({ total: ROWS, done: ROWS, failed: 0 });
  });
});
