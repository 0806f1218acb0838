import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { ApiKey, ApiKeyCreated, ApiKeyRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { Idempotency, IdempotencyKey, onceKey } from '../platform/idempotency.js';
import { Access, Caller } from './access.js';
import { ApiKeys } from './api-keys.store.js';
import { apiKeyRequest } from './auth.schemas.js';
import { callerScope, type Principal } from './principal.js';

/** Keys for services that send. */
@Controller('api-keys')
@Access({ roles: ['admin'] })
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  create(
    @Caller() caller: Principal,
    @Body({ schema: apiKeyRequest }) request: ApiKeyRequest,
    @IdempotencyKey() key: string | undefined,
  ): Promise<ApiKeyCreated> {
    const once = onceKey(callerScope(caller), 'POST /api/api-keys', key, request);
    const create = async (session: Parameters<ApiKeys['create']>[1]) => ({ ...(await this.keys.create(request, session)) });
    return this.idempotency.run(once, create, { seal: true });
  }

  @Get()
  async list(): Promise<{ items: ApiKey[] }> {
    return { items: await this.keys.list() };
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string): Promise<void> {
    if (!(await this.keys.remove(id))) throw new DomainError('not_found');
  }
}
