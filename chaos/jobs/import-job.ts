import { openAsBlob } from 'node:fs';
import type { Job } from '@eventide/contracts';
import { sampleCompany } from '../../scripts/sample-company.mjs';
import { writeWorkbook } from '../../scripts/xlsx-writer.mjs';
import type { Stage } from '../stage.js';
import { WatchedJob } from './watched-job.js';

const ROWS = 6_000;

/** A workbook on its way into the directory. */
export class ImportJob extends WatchedJob {
  #people = 0;

  /** Uploads a company; resolves when the job is accepted. */
  static async begin(stage: Stage): Promise<ImportJob> {
    const path = stage.folder.file('company.xlsx');
    await writeWorkbook(path, sampleCompany({ rows: ROWS }));
    const body = new FormData();
    body.append('file', await openAsBlob(path), 'company.xlsx');
    const headers = { authorization: `Bearer ${await stage.adminToken()}` };
    const answer = await fetch(`${stage.node(0).url}/api/imports`, { method: 'POST', body, headers });
    if (answer.status !== 202) throw new Error(`The upload was answered ${answer.status}`);
    return new ImportJob(stage, ((await answer.json()) as Job).id, ROWS);
  }

  override async settled(): Promise<void> {
    await super.settled();
    const people = this.stage.client.db(this.stage.mongo.name).collection<{ _id: string }>('people');
    this.#people = await people.countDocuments({ _id: { $regex: /^E\d{6}$/ } });
  }

  override get complaints(): string[] {
    const employees = [...(sampleCompany({ rows: ROWS }).find(({ name }) => name === 'Employees')?.rows ?? [])].length - 1;
    return [...super.complaints, ...(this.#people === employees ? [] : [`The import made ${this.#people} people of ${employees}`])];
  }
}
