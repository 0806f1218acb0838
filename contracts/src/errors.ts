/** Every error code an HTTP answer or an ack can carry, with its HTTP status and whether repeating the call may help. */
export const ERRORS = {
  invalid_request: { status: 400, retryable: false, title: 'The request is not valid' },
  unauthorized: { status: 401, retryable: false, title: 'Sign-in is needed' },
  token_expired: { status: 401, retryable: true, title: 'The token has expired' },
  session_changed: { status: 401, retryable: false, title: 'Another session is signed in here' },
  forbidden: { status: 403, retryable: false, title: 'Not allowed' },
  not_found: { status: 404, retryable: false, title: 'Not found' },
  conflict: { status: 409, retryable: false, title: 'Conflict with the present state' },
  too_large: { status: 413, retryable: false, title: 'The request is too large' },
  idempotency_mismatch: { status: 422, retryable: false, title: 'The key was used for another request' },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests' },
  internal: { status: 500, retryable: false, title: 'Internal error' },
  unavailable: { status: 503, retryable: true, title: 'Not available right now' },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One field of a request that was refused; `field` is a dotted path, empty for the body as a whole. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/** The body of every HTTP error: RFC 9457, `application/problem+json`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: FieldProblem[];
}

/** Why a socket handshake was refused: `connect_error.data.code`. */
export const CONNECT_ERROR_CODES = [
  'unauthorized',
  'token_expired',
  'forbidden_origin',
  'too_many_connections',
  'overloaded',
  'unavailable',
] as const;

export type ConnectErrorCode = (typeof CONNECT_ERROR_CODES)[number];

export interface ConnectErrorData {
  code: ConnectErrorCode;
  /** The server asks not to come back earlier. */
  retryAfterMs?: number;
}

/**
 * Why the server closes a connection, and whether the client should come back by itself.
 * `true`: the transport is closed; `false`: the namespace is disconnected.
 */
export const CLOSINGS = {
  token_expired: { reconnect: true },
  revoked: { reconnect: false },
  drain: { reconnect: true },
  slow_consumer: { reconnect: true },
  rate_limited: { reconnect: true },
  protocol_error: { reconnect: false },
} as const satisfies Record<string, { reconnect: boolean }>;

export type ClosingCode = keyof typeof CLOSINGS;

export interface Closing {
  code: ClosingCode;
  reconnect: boolean;
  afterMs?: number;
}
