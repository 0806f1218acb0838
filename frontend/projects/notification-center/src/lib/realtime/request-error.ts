import type { AckError, ErrorCode } from '@eventide/contracts';

/**
 * A request that the server refused, or whose outcome is unknown (`unavailable`: no answer came).
 * `retryable`: repeating the same request may help.
 */
export class RequestError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(error: AckError) {
    super(error.message);
    this.name = 'RequestError';
    this.code = error.code;
    this.retryable = error.retryable;
  }

  /** No answer came: the request may or may not have been carried out. */
  static unanswered(): RequestError {
    return new RequestError({
      code: 'unavailable',
      message: 'Eventide could not be reached.',
      retryable: true,
    });
  }
}
