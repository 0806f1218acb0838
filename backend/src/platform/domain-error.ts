import { ERRORS, type ErrorCode, type FieldProblem } from '@eventide/contracts';

/**
 * An error that the caller may know of: a code of the contract and a sentence without secrets or input.
 * The edges turn it into problem+json or `{ok: false}`; anything else is `internal` there and a stack in the log.
 */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].title,
    readonly details: { errors?: FieldProblem[]; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = DomainError.name;
  }
}
