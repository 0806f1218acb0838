import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Env } from './env.js';
import { Idempotency, OnceRecord, OnceRecordSchema } from './idempotency.js';
import { StructuredLogger } from './logger.js';
import { Metrics } from './metrics.js';
import { Mongo, MONGO_CONNECTION } from './mongo.js';
import { RedisClients } from './redis-clients.js';

/** The settings, before anything that is made from them. */
@Global()
@Module({ providers: [{ provide: Env, useFactory: () => Env.ofProcess() }], exports: [Env] })
class EnvModule {}

/** What everything else stands on: settings, database, Redis, metrics, logs. */
@Global()
@Module({
  imports: [
    EnvModule,
    MONGO_CONNECTION,
    MongooseModule.forFeature([{ name: OnceRecord.name, schema: OnceRecordSchema }]),
  ],
  providers: [Mongo, Metrics, RedisClients, Idempotency, StructuredLogger],
  exports: [EnvModule, Mongo, Metrics, RedisClients, Idempotency, StructuredLogger],
})
export class PlatformModule {}
