import { DomainError } from '../platform/domain-error.js';

/** Every bad credential reads the same, so that nobody learns what was wrong with it. */
export function refused(cause?: unknown): DomainError {
  return new DomainError('unauthorized', 'The credentials are missing or not valid.', { cause });
}
