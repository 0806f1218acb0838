import { DomainError } from './domain-error.js';

/**
 * How long things may take, in milliseconds; each ends before what waits for it does. Together they keep the promise
 * that every answer comes within 3 s, whatever is down.
 */
export const DEADLINES = {
  /** A look at whether something is there at all. */
  probe: 1_500,
  /** A read, or a write up to its commit, with all its repeats. */
  database: 2_000,
  /** A request or a command, from its last byte to its answer: the rest is for a busy node and the way back. */
  answer: 2_500,
} as const;

/** What is thrown when something took longer than it may. */
export class DeadlineExceeded extends Error {
  constructor() {
    super('The deadline has passed.');
    this.name = DeadlineExceeded.name;
  }
}

/**
 * Waits for the work, but no longer than the deadline. The work itself goes on; what it ends with is then dropped.
 * @throws DeadlineExceeded
 */
export async function before<T>(deadline: Date, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineExceeded()), Math.max(0, deadline.getTime() - Date.now()));
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** The moment so many milliseconds from now. */
export function fromNow(ms: number): Date {
  return new Date(Date.now() + ms);
}

/** What a caller is told when the database or the time ran out. */
export function unavailable(cause?: unknown): DomainError {
  return new DomainError('unavailable', 'The service can not answer right now. Please try again.', {
    retryAfterMs: 1_000,
    cause,
  });
}
