import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { LIMITS } from '@eventide/contracts';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { AppModule } from './app.module.js';
import { OriginCheck } from './auth/origin-check.js';
import { httpEdge } from './http-edge.js';
import { apiDocs } from './platform/api-docs.js';
import { DomainError } from './platform/domain-error.js';
import type { Env } from './platform/env.js';
import { HttpServerAdapter } from './platform/http-server.js';
import { StructuredLogger } from './platform/logger.js';
import { httpFailure, sendProblem } from './platform/problem-filter.js';
import { requestDeadline } from './platform/request-deadline.js';
import { webApp } from './platform/web-app.js';
import { openApiDocument } from './openapi/document.js';
import { RedisIoAdapter } from './realtime/redis-io.adapter.js';
import { Turnstile } from './realtime/turnstile.js';

const API = 'api';
const STREAM = `/${API}/stream`;
const OUTSIDE_API = ['health/live', 'health/ready', 'metrics'];

/** What no route answered, and what failed before one was reached. */
const nothingHere: RequestHandler = (_request, response) => sendProblem(response, new DomainError('not_found'));
const failedEarly: ErrorRequestHandler = (error, _request, response, _next) => {
  if (!response.headersSent) sendProblem(response, httpFailure(error));
};

/** Whoever opens a stream waits where sockets do; before the time that a request has begins to run. */
function queueStreams(door: Turnstile): RequestHandler {
  return (_request, _response, next) => door.pass(next);
}

function addMiddleware(app: NestExpressApplication, env: Env): void {
  app.set('trust proxy', env.http.proxies);
  app.disable('x-powered-by');
  app.use(...httpEdge(env, app.get(OriginCheck)));
  if (env.role !== 'worker') expressOf(app).get(STREAM, queueStreams(app.get(Turnstile)));
  app.enableCors({
    origin: [...env.http.allowedOrigins],
    credentials: true,
    exposedHeaders: ['X-Request-Id', 'Retry-After'],
    maxAge: 600,
  });
  app.use(express.json({ limit: LIMITS.bodyBytes }), requestDeadline());
}

/** An application that is ready to listen; in a worker, one that answers for its health alone. */
export async function createApp(env: Env): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(env), new HttpServerAdapter(), {
    logger: new StructuredLogger(env),
    bodyParser: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(API, { exclude: OUTSIDE_API });
  addMiddleware(app, env);
  if (env.role !== 'worker') {
    app.useWebSocketAdapter(new RedisIoAdapter(app));
    app.use(webApp());
    app.use(`/${API}`, apiDocs(() => openApiDocument(app)));
  }
  return app;
}

/** Binds the routes; what none of them answers is a problem too. */
export async function initRoutes(app: NestExpressApplication): Promise<void> {
  await app.init();
  expressOf(app).use(nothingHere, failedEarly);
}

function expressOf(app: NestExpressApplication): Express {
  const http: Express = app.getHttpAdapter().getInstance();
  return http;
}
