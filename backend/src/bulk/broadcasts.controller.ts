import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { BroadcastRequest, DryRun, Job, ListedJob, TitledJob } from '@eventide/contracts';
import type { Response } from 'express';
import { Access, Caller } from '../auth/access.js';
import { callerScope, type Principal } from '../auth/principal.js';
import { jobsQuery, type JobsQuery } from '../jobs/jobs.schemas.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { BroadcastsService } from './broadcasts.service.js';
import { broadcastRequest, dryRunQuery, type DryRunQuery } from './bulk.schemas.js';

@Controller('broadcasts')
@Access({ roles: ['admin'], scopes: ['send'] })
export class BroadcastsController {
  constructor(private readonly broadcasts: BroadcastsService) {}

  @Post()
  @HttpCode(202)
  async broadcast(
    @Caller() caller: Principal,
    @Body({ schema: broadcastRequest }) request: BroadcastRequest,
    @Query({ schema: dryRunQuery }) { dryRun }: DryRunQuery,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Job | DryRun> {
    if (!dryRun) return this.broadcasts.broadcast(caller, request, onceKey(callerScope(caller), 'POST /api/broadcasts', key, request));
    response.status(200);
    return this.broadcasts.dryRun(request);
  }

  @Get()
  async list(@Caller() caller: Principal, @Query({ schema: jobsQuery }) { limit }: JobsQuery): Promise<{ items: ListedJob[] }> {
    return { items: await this.broadcasts.list(caller, limit) };
  }

  @Get(':id')
  get(@Caller() caller: Principal, @Param('id') id: string): Promise<TitledJob> {
    return this.broadcasts.get(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@Caller() caller: Principal, @Param('id') id: string): Promise<Job> {
    return this.broadcasts.cancel(caller, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@Caller() caller: Principal, @Param('id') id: string): Promise<Job> {
    return this.broadcasts.retry(caller, id);
  }
}
