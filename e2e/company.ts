import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { sampleCompany } from '../scripts/sample-company.mjs';
import { writeWorkbook } from '../scripts/xlsx-writer.mjs';

const BESIDES_PEOPLE = ['Schedules', 'Drivers', 'Cars'];

/** What a sample workbook holds: rows of all sheets together, and employees with something wrong. */
export interface Sample {
  rows: number;
  broken?: number;
  /** Without schedules, drivers and cars. */
  peopleAlone?: boolean;
}

/** Makes sample workbooks; they are gone when the tests of a file are over. */
export class SampleWorkbooks {
  private readonly folder = mkdtempSync(join(tmpdir(), 'eventide-workbooks-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  /** @returns the path of the file */
  async make(sample: Sample): Promise<string> {
    const path = join(this.folder, `company-${sample.rows}-${sample.broken ?? 0}.xlsx`);
    const sheets = sampleCompany(sample).filter(({ name }) => !sample.peopleAlone || !BESIDES_PEOPLE.includes(name));
    await writeWorkbook(path, sheets);
    return path;
  }
}
