import type { RequestHandler } from 'express';
import type { OriginCheck } from './auth/origin-check.js';
import { DomainError } from './platform/domain-error.js';
import type { Env } from './platform/env.js';
import { sendProblem } from './platform/problem-filter.js';
import { bodyDeadline } from './platform/request-deadline.js';
import { requestLog } from './platform/request-log.js';
import { securityHeaders } from './platform/security-headers.js';

/** Refuses pages of other origins, whatever they ask for. */
function refuseForeignOrigins(origins: OriginCheck): RequestHandler {
  return (request, response, next) => {
    if (origins.isAllowedOrigin(request.headers.origin)) return next();
    sendProblem(response, new DomainError('forbidden', 'This origin is not allowed.'));
  };
}

/** An address that can't be decoded holds an id that can't be; the framework would call it a bad request. */
const refuseUndecodable: RequestHandler = (request, response, next) => {
  if (isDecodable(request.path)) next();
  else sendProblem(response, new DomainError('not_found'));
};

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** What every request passes first. The body's time runs before anything can answer: who is refused may not be slow either. */
export function httpEdge(env: Env, origins: OriginCheck): RequestHandler[] {
  return [bodyDeadline(), requestLog(), ...securityHeaders(env), refuseForeignOrigins(origins), refuseUndecodable];
}
