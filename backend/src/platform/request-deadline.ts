import type { RequestHandler } from 'express';
import { DEADLINES, unavailable } from './deadline.js';
import { sendProblem } from './problem-filter.js';

/**
 * Answers 503 in the place of a handler that takes too long; what the handler did or did not do is then unknown to the
 * caller. It counts from the last byte of the request, so it stands behind the body parser. Streams, which have begun
 * to answer, are left alone.
 */
export function requestDeadline(): RequestHandler {
  return (_request, response, next) => {
    const timer = setTimeout(() => {
      if (!response.headersSent) sendProblem(response, unavailable());
    }, DEADLINES.answer);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}
