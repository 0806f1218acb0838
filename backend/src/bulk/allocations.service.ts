import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { AllocationRequest, DryRun, Job, ListedJob, TitledJob } from '@eventide/contracts';
import { JobLists } from '../auth/job-lists.js';
import { callerScope, type Principal } from '../auth/principal.js';
import { Jobs } from '../jobs/jobs.service.js';
import { toTitledJob, type TitleOf } from '../jobs/stored-job.js';
import type { OnceKey } from '../platform/idempotency.js';
import { AFTER_ALLOCATE_VOUCHER, type AfterAllocateVoucher } from './allocation.events.js';
import { DryRuns } from './dry-runs.js';

const titleOf: TitleOf = (request) => (request as unknown as AllocationRequest).voucher.title;

/** Gives everybody of an audience a voucher, in the background. */
@Injectable()
export class AllocationsService {
  constructor(
    private readonly jobs: Jobs,
    private readonly lists: JobLists,
    private readonly dryRuns: DryRuns,
    private readonly events: EventEmitter2,
  ) {}

  /** Stores the request; what follows from its event does the work. @returns the job, the first one of the key */
  async allocate(caller: Principal, request: AllocationRequest, once?: OnceKey): Promise<Job> {
    const job = await this.jobs.record('allot-voucher', callerScope(caller), request, once);
    this.events.emit(AFTER_ALLOCATE_VOUCHER, { allocationId: job.id } satisfies AfterAllocateVoucher);
    return job;
  }

  list(limit: number): Promise<ListedJob[]> {
    return this.lists.newest({ queue: 'allot-voucher', limit, titleOf });
  }

  /** @throws DomainError `not_found` */
  async get(id: string): Promise<TitledJob> {
    return toTitledJob(await this.jobs.find('allot-voucher', id), titleOf);
  }

  dryRun({ criteria }: AllocationRequest): Promise<DryRun> {
    return this.dryRuns.of(criteria);
  }
}
