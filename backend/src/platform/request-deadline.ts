import type { Request, RequestHandler } from 'express';
import { DEADLINES, unavailable } from './deadline.js';
import { sendProblem } from './problem-filter.js';

const BODY_MS = 30_000;
/** Fifty megabytes over a slow line. */
const UPLOAD_MS = 600_000;

/** The timers of a request that is being served. */
interface Deadlines {
  body?: NodeJS.Timeout;
  answer?: NodeJS.Timeout;
  startAnswer?: () => void;
}

const deadlines = new WeakMap<Request, Deadlines>();

function deadlinesOf(request: Request): Deadlines {
  const known = deadlines.get(request) ?? {};
  deadlines.set(request, known);
  return known;
}

function cutAfter(request: Request, ms: number): NodeJS.Timeout {
  return setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, ms);
}

/** Closes the connection of a request whose body does not come in time, also when it was answered meanwhile. */
export function bodyDeadline(): RequestHandler {
  return (request, _response, next) => {
    const own = deadlinesOf(request);
    own.body = cutAfter(request, BODY_MS);
    request.once('close', () => clearTimeout(own.body));
    next();
  };
}

/**
 * Answers 503 in the place of a handler that takes too long; what the handler did or did not do is then unknown to the
 * caller. It counts from the last byte of the request, so it stands behind the body parser. Streams, which have begun
 * to answer, are left alone.
 */
export function requestDeadline(): RequestHandler {
  return (request, response, next) => {
    const own = deadlinesOf(request);
    own.startAnswer = () => {
      own.answer = setTimeout(() => {
        if (!response.headersSent) sendProblem(response, unavailable());
      }, DEADLINES.answer);
    };
    own.startAnswer();
    response.once('close', () => clearTimeout(own.answer));
    next();
  };
}

/**
 * For a handler that reads the body itself: it may come for ten minutes, and the time for the answer counts from its
 * last byte. Call it only when the caller may upload.
 */
export function allowUpload(request: Request): void {
  const own = deadlinesOf(request);
  clearTimeout(own.answer);
  clearTimeout(own.body);
  own.body = cutAfter(request, UPLOAD_MS);
  if (own.startAnswer) request.once('end', own.startAnswer);
}
