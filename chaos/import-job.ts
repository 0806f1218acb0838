import { openAsBlob } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '@eventide/contracts';
import { sampleCompany } from '../scripts/sample-company.mjs';
import { writeWorkbook } from '../scripts/xlsx-writer.mjs';
import type { Stage } from './stage.js';

const PATIENCE_MS = 60_000;
const LOOK_MS = 100;

/** A workbook on its way into the directory: work that the queue carries and the worker does. */
export class ImportJob {
  readonly #stage: Stage;
  readonly #id: string;
  readonly #rows: number;
  #last: Pick<Job, 'status' | 'done' | 'failed'> | null = null;
  #people = 0;

  private constructor(stage: Stage, id: string, rows: number) {
    this.#stage = stage;
    this.#id = id;
    this.#rows = rows;
  }

  /** Uploads a company of so many rows; resolves when the job is accepted. */
  static async begin(stage: Stage, rows: number): Promise<ImportJob> {
    const path = stage.folder.file('company.xlsx');
    await writeWorkbook(path, sampleCompany({ rows }));
    const body = new FormData();
    body.append('file', await openAsBlob(path), 'company.xlsx');
    const headers = { authorization: `Bearer ${await stage.adminToken()}` };
    const answer = await fetch(`${stage.node(0).url}/api/imports`, { method: 'POST', body, headers });
    if (answer.status !== 202) throw new Error(`The upload was answered ${answer.status}`);
    return new ImportJob(stage, ((await answer.json()) as Job).id, rows);
  }

  /** Resolves when some rows are written and some are not, or all is over. */
  async halfWay(): Promise<void> {
    await this.#until(({ status, done }) => status !== 'queued' && (done > this.#rows / 10 || status !== 'running'));
  }

  /** Resolves when it has ended, however, or after a minute. */
  async settled(): Promise<void> {
    await this.#until(({ status }) => status !== 'queued' && status !== 'running');
    const people = this.#database.collection<{ _id: string }>('people');
    this.#people = await people.countDocuments({ _id: { $regex: /^E\d{6}$/ } });
  }

  /** What became of it and should not have. */
  get complaints(): string[] {
    const { status = 'unknown', done = 0, failed = 0 } = this.#last ?? {};
    const employees = [...(sampleCompany({ rows: this.#rows }).find(({ name }) => name === 'Employees')?.rows ?? [])].length - 1;
    return [
      ...(status === 'completed' && done === this.#rows && failed === 0 ? [] : [`The import is ${status}, ${done} of ${this.#rows} rows done, ${failed} failed`]),
      ...(this.#people === employees ? [] : [`The import made ${this.#people} people of ${employees}`]),
    ];
  }

  async #until(isSo: (job: Pick<Job, 'status' | 'done' | 'failed'>) => boolean): Promise<void> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    do {
      await delay(LOOK_MS);
      this.#last = await this.#database.collection<Pick<Job, 'status' | 'done' | 'failed'> & { _id: string }>('jobs').findOne({ _id: this.#id });
    } while (!(this.#last && isSo(this.#last)) && !limit.aborted);
  }

  get #database() {
    return this.#stage.client.db(this.#stage.mongo.name);
  }
}
