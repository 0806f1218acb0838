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
import { KnownBefore, type RowFinding } from './sheet-check.js';
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

/** The bad rows that are kept, and what there was before the import. */
class Surroundings extends KnownBefore {
  errors = new Set<number>();
  areas = new Set(['Old']);

  async add(_importId: string, _sheet: string, findings: readonly RowFinding[]): Promise<void> {
    for (const { row } of findings) this.errors.add(row);
  }

  async clear(): Promise<void> {
    this.errors.clear();
  }

  async clearBehind(_importId: string, _sheet: string, last: number): Promise<number> {
    for (const row of this.errors) if (row > last) this.errors.delete(row);
    return this.errors.size;
  }

  override async known(_kind: string, ids: readonly string[]): Promise<Set<string>> {
    return new Set(ids.filter((id) => this.areas.has(id)));
  }

  override async emailOwners(): Promise<Map<string, string>> {
    return new Map();
  }
}

describe(ImportProcessor.name, () => {
  let database: Database;
  let surroundings: Surroundings;
  let processor: ImportProcessor;
  let isPartial: boolean;

  beforeEach(async () => {
    isPartial = false;
    database = new Database();
    surroundings = new Surroundings();
    const areas = Array.from({ length: ROWS }, (_, index) => [`A${index}`, `Area ${index}`]);
    await open(await workbookOf({ Areas: [['code', 'name'], ...areas] }));
  });

  async function open(bytes: Buffer): Promise<void> {
    const workbooks = { open: async () => ({ source: new BytesReader(bytes), size: bytes.length }) };
    processor = new ImportProcessor(
      workbooks as unknown as WorkbooksStore,
      surroundings as unknown as ImportErrorsStore,
      surroundings,
      database as unknown as StepWriter,
      { publish: () => undefined } as unknown as ImportNews,
    );
  }

  function run(): Promise<void> {
    const job = { id: 'import', request: { fileId: 'file', partial: isPartial }, cursor: database.cursor } as unknown as StoredJob;
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

  it('goes on by what is known then, and tells of each row that is left out', async () => {
    const departments = Array.from({ length: ROWS }, (_, index) => [`D${index}`, 'Department', index < 2_000 ? 'Old' : 'None']);
    await open(await workbookOf({ Departments: [['code', 'name', 'areaCode'], ...departments] }));
    isPartial = true;
    database.awayIn.rows = 2;
    await expect(run()).rejects.toBe(AWAY);
    expect([database.counts, surroundings.errors.size]).toMatchObject([{ done: 1_000, failed: 500 }, 500]);
    surroundings.areas = new Set(['None']);
    await run();
    expect(database.counts).toMatchObject({ total: ROWS, done: 1_500, failed: 1_000 });
    expect([Math.min(...surroundings.errors), Math.max(...surroundings.errors), surroundings.errors.size]).toEqual([1_002, 2_001, 1_000]);
    expect(database.cursor).toMatchObject({ sheets: expect.arrayContaining([expect.objectContaining({ sheet: 'Departments', errors: 1_000 })]) });
  });
});
