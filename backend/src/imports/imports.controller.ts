import { Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { Job, ListedJob, TitledJob } from '@eventide/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { Access, User } from '../auth/access.js';
import { callerScope, type UserPrincipal } from '../auth/principal.js';
import { jobsQuery, type JobsQuery } from '../jobs/jobs.schemas.js';
import { IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { allowUpload } from '../platform/request-deadline.js';
import { csvRecord } from './csv.js';
import { ImportsService } from './imports.service.js';
import { receiveWorkbook } from './upload.js';
import { WorkbooksStore } from './workbooks.store.js';

const importQuery = z.object({
  partial: z.enum(['true', 'false'], 'must be true or false').default('false').transform((given) => given === 'true'),
});

@Controller('imports')
@Access({ roles: ['admin'] })
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly workbooks: WorkbooksStore,
  ) {}

  @Post()
  @HttpCode(202)
  async start(
    @User() user: UserPrincipal,
    @Req() request: Request,
    @Query({ schema: importQuery }) { partial }: z.infer<typeof importQuery>,
    @IdempotencyKey() key: string | undefined,
  ): Promise<Job> {
    allowUpload(request);
    const fileId = this.workbooks.newId();
    const { sha256, name } = await this.workbooks.save(fileId, (to) => receiveWorkbook(request, to));
    return this.imports.start(user, { fileId, name, partial }, onceKey(callerScope(user), 'POST /api/imports', key, { sha256, partial }));
  }

  @Get()
  async list(@Query({ schema: jobsQuery }) { limit }: JobsQuery): Promise<{ items: ListedJob[] }> {
    return { items: await this.imports.list(limit) };
  }

  @Get(':id')
  get(@User() user: UserPrincipal, @Param('id') id: string): Promise<TitledJob> {
    return this.imports.get(user, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  cancel(@User() user: UserPrincipal, @Param('id') id: string): Promise<Job> {
    return this.imports.cancel(user, id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  retry(@User() user: UserPrincipal, @Param('id') id: string): Promise<Job> {
    return this.imports.retry(user, id);
  }

  @Get(':id/errors')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="import-errors.csv"')
  async errors(@User() user: UserPrincipal, @Param('id') id: string): Promise<string> {
    const errors = await this.imports.listErrors(user, id);
    const records = errors.map(({ sheet, row, column, value, problem }) => csvRecord([sheet, row, column, value, problem]));
    return [csvRecord(['sheet', 'row', 'column', 'value', 'problem']), ...records].join('');
  }
}
