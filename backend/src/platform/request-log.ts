import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { withLogFields } from './logger.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Names each request, by the `X-Request-Id` it came with if that is usable, and logs how it ended. Only the path is
 * logged: queries, headers and bodies may hold what is nobody's business.
 */
export function requestLog(): RequestHandler {
  const logger = new Logger('Http');
  return (request, response, next) => {
    const given = request.header('X-Request-Id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const startedAt = performance.now();
    const { method, path } = request;
    response.set('X-Request-Id', requestId);
    withLogFields({ requestId }, () => {
      response.once('close', () => {
        const ms = Math.round(performance.now() - startedAt);
        const line = { msg: 'Request', requestId, method, path, status: response.statusCode, ms };
        if (response.statusCode >= 500) logger.warn(line);
        else logger.debug(line);
      });
      next();
    });
  };
}
