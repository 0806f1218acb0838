import { Controller, Get } from '@nestjs/common';
import { Public } from '../auth/access.js';
import { DEADLINES } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { Mongo } from '../platform/mongo.js';
import { RedisClients } from '../platform/redis-clients.js';

/** For orchestrators and load balancers. */
@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly mongo: Mongo,
    private readonly redis: RedisClients,
  ) {}

  /** The process answers. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Requests can be served. Without Redis they are, only slower to reach other nodes. */
  @Get('ready')
  async ready(): Promise<{ status: 'ok' | 'degraded' }> {
    if (!(await this.mongo.answers(DEADLINES.probe))) throw new DomainError('unavailable', 'The database does not answer.');
    return { status: (await this.redis.probe()) === 'away' ? 'degraded' : 'ok' };
  }
}
