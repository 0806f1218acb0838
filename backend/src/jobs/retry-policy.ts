/** How often a job is run without getting anywhere before it has failed. */
export const RUNS = 5;

/** The pause before its second run in milliseconds; it doubles with each. */
export const BACKOFF_MS = 1_000;
