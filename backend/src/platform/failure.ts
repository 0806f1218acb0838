import { DeadlineExceeded, unavailable } from './deadline.js';
import { DomainError } from './domain-error.js';
import { isDatabaseAway } from './mongo-failure.js';

/**
 * What may be said about any error: a domain error as it is, a database that is away as `unavailable`, everything else
 * as `internal` with the error as its cause, for the log alone.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isDatabaseAway(error) || error instanceof DeadlineExceeded) return unavailable(error);
  return new DomainError('internal', 'Something went wrong on our side.', { cause: error });
}
