import 'reflect-metadata';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FirstAccounts } from './auth/first-accounts.js';
import { createApp, initRoutes } from './http-app.js';
import { Clock } from './platform/clock.js';
import { Env, SettingsError } from './platform/env.js';
import { Mongo } from './platform/mongo.js';
import { isSystemError } from './platform/system-error.js';
import { HeadsStore } from './realtime/heads.store.js';

const BACKLOG = 4_096;
const SHUTDOWN_MS = 10_000;

const logger = new Logger('Main');

/** Says why the process can't go on, and ends it. */
function refuse(sentences: readonly string[]): never {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function readSettings(): Env {
  try {
    return Env.ofProcess();
  } catch (error) {
    if (error instanceof SettingsError) return refuse(error.problems);
    throw error;
  }
}

/** Collections, indexes, the epoch and the first accounts are there before the first request is. */
async function prepare(app: NestExpressApplication, env: Env): Promise<void> {
  await app.get(Mongo).prepare();
  await app.get(Clock).look();
  await app.get(HeadsStore).ensureEpoch();
  if (env.role !== 'worker') await app.get(FirstAccounts).ensure();
}

/** Ends in order: no new connections, clients sent elsewhere, writes finished, then Redis and the database. */
function closeOnSignal(app: NestExpressApplication): void {
  let closing = false;
  const close = (signal: NodeJS.Signals) => {
    if (closing) return;
    closing = true;
    logger.log({ msg: 'Closing', signal });
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    // A connection that is asked again and again would never become idle, and closing waits for that.
    app.getHttpServer().prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    void app.getHttpAdapter().close();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ msg: 'Closing failed', err: error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}

async function start(): Promise<void> {
  const env = readSettings();
  const app = await createApp(env);
  closeOnSignal(app);
  await prepare(app, env);
  await initRoutes(app);
  await new Promise<void>((resolve, reject) => {
    const server = app.getHttpServer();
    server.once('error', reject);
    server.listen({ port: env.http.port, host: env.http.host, backlog: BACKLOG }, resolve);
  });
  logger.log({ msg: 'Listening', role: env.role, address: app.getHttpServer().address() });
}

process.on('unhandledRejection', (error) => logger.error({ msg: 'A promise was rejected and nobody listened', err: error }));

function reasonOf(error: unknown): string {
  if (isSystemError(error, 'EADDRINUSE')) return 'The port is taken: set PORT (or METRICS_PORT) to another one.';
  return error instanceof Error ? error.message : String(error);
}

start().catch((error: unknown) => refuse([reasonOf(error)]));
