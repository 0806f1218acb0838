import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ERRORS, type ErrorCode, type FieldProblem, type Problem } from '@eventide/contracts';
import type { Response } from 'express';
import { DomainError } from './domain-error.js';
import { toDomainError } from './failure.js';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
  503: 'unavailable',
};

/** What the framework refuses by itself is a body that its parser can't read. */
const UNREADABLE_BODY: FieldProblem = { field: '', problem: 'must be JSON' };

/** Express and its parsers mark their errors with a status; their messages may repeat what was sent. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** An error of the framework as one of the contract; everything else as {@link toDomainError} has it. */
export function httpFailure(error: unknown): DomainError {
  const status = error instanceof DomainError ? undefined : statusOf(error);
  if (status === undefined || (status >= 500 && status !== 503)) return toDomainError(error);
  const code = CODE_OF_STATUS[status];
  return code ? new DomainError(code) : new DomainError('invalid_request', undefined, { errors: [UNREADABLE_BODY] });
}

/** The body of an error's answer. */
export function problemOf({ code, message, details }: DomainError): Problem {
  const { status, title } = ERRORS[code];
  const errors = details.errors && { errors: details.errors };
  return { type: `urn:eventide:problem:${code}`, title, status, code, detail: message, ...errors };
}

/** Answers with the problem; 429 and 503 say when to come back. */
export function sendProblem(response: Response, error: DomainError): void {
  const problem = problemOf(error);
  if (problem.status === 429 || problem.status === 503) {
    response.set('Retry-After', String(Math.max(1, Math.ceil((error.details.retryAfterMs ?? 1_000) / 1_000))));
  }
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Every error of HTTP, as problem+json. What was unforeseen goes to the log with its stack, and no further. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const failure = httpFailure(error);
    if (failure.code === 'internal') this.logger.error({ msg: 'Request failed', err: error });
    if (!response.headersSent) sendProblem(response, failure);
  }
}
