import { Controller, Get, Res } from '@nestjs/common';
import { API_KEY_SCOPES } from '@eventide/contracts';
import type { Response } from 'express';
import { Access } from '../auth/access.js';
import { DomainError } from '../platform/domain-error.js';
import { Env } from '../platform/env.js';
import { Metrics } from '../platform/metrics.js';

/** `/metrics` on the main port, unless it has a port of its own. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly env: Env,
  ) {}

  /** Prometheus text. */
  @Get()
  @Access({ roles: ['admin'], scopes: API_KEY_SCOPES })
  async show(@Res() response: Response): Promise<void> {
    if (this.env.http.metricsPort !== undefined) throw new DomainError('not_found');
    response.set('Content-Type', this.metrics.contentType).send(await this.metrics.text());
  }
}
