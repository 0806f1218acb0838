import { Injectable } from '@nestjs/common';
import { Env } from '../platform/env.js';
import { Mongo } from '../platform/mongo.js';
import { shown } from './cell-types.js';
import { IMPORT_ERRORS, type ImportErrorDocument } from './import-error.schema.js';
import type { RowFinding } from './sheet-check.js';
import { SHEET_NAMES, type SheetName } from './steps.js';

/** How many are kept of one import; all are counted. */
export const MOST_KEPT_ERRORS = 10_000;

const LONGEST_VALUE = 200;
const DAY_MS = 24 * 3_600 * 1_000;

export type ImportError = Pick<ImportErrorDocument, 'sheet' | 'row' | 'column' | 'value' | 'problem'>;

/** The cells that imports found wrong. */
@Injectable()
export class ImportErrorsStore {
  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
  ) {}

  /** Adding the same again changes nothing. */
  async add(importId: string, sheet: SheetName, findings: readonly RowFinding[]): Promise<void> {
    if (findings.length === 0) return;
    const expiresAt = new Date(Date.now() + this.env.retentionDays * DAY_MS);
    const writes = findings.map(({ row, about: person, column, cell, problem }) => {
      const _id = `${importId}/${sheet}/${row}/${column}`;
      const value = shown(cell).slice(0, LONGEST_VALUE);
      const about = [...(person === undefined ? [] : [person]), value, value.toLowerCase()];
      const replacement = { importId, sheet, row, column, value, problem, about, expiresAt };
      return { replaceOne: { filter: { _id }, replacement, upsert: true } };
    });
    await this.errors.bulkWrite(writes, { ordered: false });
  }

  /** All that are kept of an import, in the order of the workbook. */
  async list(importId: string): Promise<ImportError[]> {
    const found = await this.errors.find({ importId }, { projection: { _id: 0, importId: 0, about: 0, expiresAt: 0 } }).toArray();
    const place = ({ sheet }: ImportError) => SHEET_NAMES.indexOf(sheet as SheetName);
    return found.sort((a, b) => place(a) - place(b) || a.row - b.row);
  }

  async clear(importId: string): Promise<void> {
    await this.errors.deleteMany({ importId });
  }

  /** Forgets those of a sheet behind a row. @returns how many are left of the sheet */
  async clearBehind(importId: string, sheet: SheetName, row: number): Promise<number> {
    await this.errors.deleteMany({ importId, sheet, row: { $gt: row } });
    return this.errors.countDocuments({ importId, sheet });
  }

  /**
   * Forgets what was wrong in rows about a person, and cells that name the person.
   * @param email in lower case
   * @returns whether there was anything
   */
  async erase(userId: string, email: string | undefined): Promise<boolean> {
    const names = email === undefined ? [userId] : [userId, email];
    return (await this.errors.deleteMany({ about: { $in: names } })).deletedCount > 0;
  }

  private get errors() {
    return this.mongo.collection<ImportErrorDocument>(IMPORT_ERRORS);
  }
}
