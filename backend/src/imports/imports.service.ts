import { Injectable } from '@nestjs/common';
import type { Job, ListedJob, TitledJob } from '@eventide/contracts';
import { JobLists } from '../auth/job-lists.js';
import { callerScope, type UserPrincipal } from '../auth/principal.js';
import { Jobs } from '../jobs/jobs.service.js';
import { toTitledJob, type StoredJob, type TitleOf } from '../jobs/stored-job.js';
import { DomainError } from '../platform/domain-error.js';
import type { OnceKey } from '../platform/idempotency.js';
import { ImportErrorsStore, type ImportError } from './import-errors.store.js';
import { ImportNews } from './import-news.js';
import { readRequest, toRequest, type ImportRequest } from './import-request.js';
import { WorkbooksStore } from './workbooks.store.js';

const QUEUE = 'import-workbook';
const titleOf: TitleOf = (request) => readRequest(request).name ?? null;

/** Imports as the people see them who started them, and administrators; for others there are none. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly lists: JobLists,
    private readonly workbooks: WorkbooksStore,
    private readonly errors: ImportErrorsStore,
    private readonly news: ImportNews,
  ) {}

  /** Starts the import of a stored workbook. What is stored is removed when the key has answered already. */
  async start(user: UserPrincipal, request: ImportRequest, once?: OnceKey): Promise<Job> {
    try {
      const job = await this.jobs.create(QUEUE, callerScope(user), toRequest(request), once);
      const { fileId } = readRequest((await this.jobs.find(QUEUE, job.id)).request);
      if (fileId !== request.fileId) await this.workbooks.remove(request.fileId);
      return job;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'idempotency_mismatch') await this.workbooks.remove(request.fileId);
      throw error;
    }
  }

  /** Everybody's. */
  list(limit: number): Promise<ListedJob[]> {
    return this.lists.newest({ queue: QUEUE, limit, titleOf });
  }

  /** @throws DomainError `not_found` */
  async find(user: UserPrincipal, id: string): Promise<StoredJob> {
    const job = await this.jobs.find(QUEUE, id);
    if (job.ownerId === callerScope(user) || user.roles.includes('admin')) return job;
    throw new DomainError('not_found', 'There is no such job.');
  }

  /** @throws DomainError `not_found`; `conflict` when it is finished */
  async cancel(user: UserPrincipal, id: string): Promise<Job> {
    const { request } = await this.find(user, id);
    const job = await this.jobs.cancel(QUEUE, id);
    if (job.status === 'cancelled') {
      await this.workbooks.keepForRetry(readRequest(request).fileId);
      this.news.publish(await this.jobs.find(QUEUE, id));
    }
    return job;
  }

  /**
   * Goes on with a failed or cancelled import.
   * @throws DomainError `not_found`; `conflict` when it is neither, or its workbook is no longer kept
   */
  async retry(user: UserPrincipal, id: string): Promise<Job> {
    const { request, status } = await this.find(user, id);
    const isKept = await this.workbooks.keepForRun(readRequest(request).fileId);
    if (!isKept && (status === 'failed' || status === 'cancelled')) {
      throw new DomainError('conflict', 'The workbook is no longer kept. Please upload it again.');
    }
    return this.jobs.retry(QUEUE, id);
  }

  /** What was wrong, in the order of the workbook. @throws DomainError `not_found` */
  async listErrors(user: UserPrincipal, id: string): Promise<ImportError[]> {
    await this.find(user, id);
    return this.errors.list(id);
  }

  /** @throws DomainError `not_found` */
  async get(user: UserPrincipal, id: string): Promise<TitledJob> {
    return toTitledJob(await this.find(user, id), titleOf);
  }
}
