import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Env } from './platform/env.js';
import { Mongo } from './platform/mongo.js';
import { PlatformModule } from './platform/platform.module.js';
import { HeadsStore } from './realtime/heads.store.js';

const USAGE = 'Usage: npm run epoch            says the name of the database’s life\n       npm run epoch -- --new   gives it a new one, as the last step of a restore\n';

@Module({ providers: [HeadsStore] })
class CliModule {
  static with(env: Env): DynamicModule {
    return { module: CliModule, imports: [PlatformModule.with(env)] };
  }
}

async function epochOf(env: Env, isNew: boolean): Promise<string> {
  const app = await NestFactory.createApplicationContext(CliModule.with(env), { logger: ['error'], abortOnError: false });
  try {
    await app.get(Mongo).prepare();
    const heads = app.get(HeadsStore);
    await heads.ensureEpoch();
    return isNew ? await heads.renewEpoch() : await heads.epoch();
  } finally {
    await app.close();
  }
}

/**
 * A restored database issues numbers again that clients have seen already. Under a new epoch they know, and take the
 * state anew.
 */
async function main(args: readonly string[]): Promise<void> {
  if (args.some((arg) => arg !== '--new') || args.length > 1) {
    process.stderr.write(USAGE);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${await epochOf(Env.ofProcess(), args.length === 1)}\n`);
}

await main(process.argv.slice(2));
