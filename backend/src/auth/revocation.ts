/** What a revocation refuses and closes: one session, or all that a person opened with tokens issued up to a time. */
export type Revocation =
  | { userId: string; sid: string }
  /** Seconds since 1970, inclusive. */
  | { userId: string; issuedUpTo: number };
