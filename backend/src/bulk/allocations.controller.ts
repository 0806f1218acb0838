import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { AllocationRequest, DryRun, Job, ListedJob, TitledJob } from '@eventide/contracts';
import type { Response } from 'express';
import { Access, Caller } from '../auth/access.js';
import { callerScope, type Principal } from '../auth/principal.js';
import { jobsQuery, type JobsQuery } from '../jobs/jobs.schemas.js';
import { Jobs } from '../jobs/jobs.service.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { AllocationsService } from './allocations.service.js';
import { allocationRequest, dryRunQuery, type DryRunQuery } from './bulk.schemas.js';

@Controller('vouchers/allocations')
@Access({ roles: ['admin'] })
export class AllocationsController {
  constructor(
    private readonly allocations: AllocationsService,
    private readonly jobs: Jobs,
  ) {}

  @Post()
  @HttpCode(202)
  async allocate(
    @Caller() caller: Principal,
    @Body({ schema: allocationRequest }) request: AllocationRequest,
    @Query({ schema: dryRunQuery }) { dryRun }: DryRunQuery,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Job | DryRun> {
    if (!dryRun) return this.allocations.allocate(caller, request, onceKey(callerScope(caller), 'POST /api/vouchers/allocations', key, request));
    response.status(200);
    return this.allocations.dryRun(request);
  }

  @Get()
  async list(@Query({ schema: jobsQuery }) { limit }: JobsQuery): Promise<{ items: ListedJob[] }> {
    return { items: await this.allocations.list(limit) };
  }

  @Get(':id')
  get(@Param('id') id: string): Promise<TitledJob> {
    return this.allocations.get(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Param('id') id: string): Promise<Job> {
    return this.jobs.cancel('allot-voucher', id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@Param('id') id: string): Promise<Job> {
    return this.jobs.retry('allot-voucher', id);
  }
}
