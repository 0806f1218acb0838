import { Global, Module, type DynamicModule } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Clock } from './clock.js';
import { Env } from './env.js';
import { Idempotency, OnceRecord, OnceRecordSchema } from './idempotency.js';
import { Leases } from './leases.js';
import { Metrics } from './metrics.js';
import { Mongo, MONGO_CONNECTION } from './mongo.js';
import { LeaseRecord, LeaseSchema, MongoLeases } from './mongo-leases.js';
import { RedisClients } from './redis-clients.js';
import { Troubles } from './troubles.js';

/** Global, so that modules which are made from settings by a factory can be handed them too. */
@Global()
@Module({})
class EnvModule {
  static of(env: Env): DynamicModule {
    return { module: EnvModule, providers: [{ provide: Env, useValue: env }], exports: [Env] };
  }
}

/** What everything else stands on: settings, database, clock, Redis, metrics, idempotency, leases, troubles. */
@Global()
@Module({})
export class PlatformModule {
  static with(env: Env): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        EnvModule.of(env),
        MONGO_CONNECTION,
        MongooseModule.forFeature([
          { name: OnceRecord.name, schema: OnceRecordSchema },
          { name: LeaseRecord.name, schema: LeaseSchema },
        ]),
      ],
      providers: [Mongo, Clock, Metrics, RedisClients, Idempotency, { provide: Leases, useClass: MongoLeases }, Troubles],
      exports: [EnvModule, Mongo, Clock, Metrics, RedisClients, Idempotency, Leases, Troubles],
    };
  }
}
