import { Injectable } from '@nestjs/common';
import type { BroadcastRequest, DryRun, Job, ListedJob, TitledJob } from '@eventide/contracts';
import { JobLists } from '../auth/job-lists.js';
import { callerScope, type Principal } from '../auth/principal.js';
import { Jobs } from '../jobs/jobs.service.js';
import { toTitledJob, type StoredJob, type TitleOf } from '../jobs/stored-job.js';
import { DomainError } from '../platform/domain-error.js';
import type { OnceKey } from '../platform/idempotency.js';
import { DryRuns } from './dry-runs.js';

const titleOf: TitleOf = (request) => (request as unknown as BroadcastRequest).notification.title;

/** One notification for everybody of an audience, in the background. Admins see all broadcasts, a service its own. */
@Injectable()
export class BroadcastsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly lists: JobLists,
    private readonly dryRuns: DryRuns,
  ) {}

  /** @returns the job, the first one of the key */
  async broadcast(caller: Principal, request: BroadcastRequest, once?: OnceKey): Promise<Job> {
    return this.jobs.create('broadcast', callerScope(caller), request, once);
  }

  list(caller: Principal, limit: number): Promise<ListedJob[]> {
    return this.lists.newest({ queue: 'broadcast', limit, titleOf, ...(caller.kind === 'service' && { owner: caller }) });
  }

  dryRun({ audience }: BroadcastRequest): Promise<DryRun> {
    return this.dryRuns.of(audience);
  }

  /** @throws DomainError `not_found` */
  async get(caller: Principal, id: string): Promise<TitledJob> {
    return toTitledJob(await this.visible(caller, id), titleOf);
  }

  /** @throws DomainError `not_found`, `conflict` */
  async cancel(caller: Principal, id: string): Promise<Job> {
    await this.visible(caller, id);
    return this.jobs.cancel('broadcast', id);
  }

  /** @throws DomainError `not_found`, `conflict` */
  async retry(caller: Principal, id: string): Promise<Job> {
    await this.visible(caller, id);
    return this.jobs.retry('broadcast', id);
  }

  private async visible(caller: Principal, id: string): Promise<StoredJob> {
    const job = await this.jobs.find('broadcast', id);
    if (caller.kind === 'user' || job.ownerId === callerScope(caller)) return job;
    throw new DomainError('not_found', 'There is no such job.');
  }
}
