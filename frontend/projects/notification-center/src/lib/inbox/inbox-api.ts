import { Injectable, InjectionToken, inject } from '@angular/core';
import type {
  ErrorCode,
  ListStatus,
  NotificationList,
  PartialCursor,
  Problem,
  SyncPage,
  UpdateAnswer,
  UpdateCommand,
} from '@eventide/contracts';
import { ERRORS } from '@eventide/contracts';
import { NOTIFICATION_CENTER_CONFIG } from '../config';
import { RequestError } from '../realtime/request-error';

const TIMEOUT_MS = 10_000;

/** The browser's `fetch`; replaced in specs. */
export const FETCH = new InjectionToken<typeof fetch>('fetch', {
  factory: () => (input, init) => globalThis.fetch(input, init),
});

export interface ListQuery {
  readonly status: ListStatus;
  readonly limit: number;
  /** The `next` of the page before, asked with the same status. */
  readonly before?: string;
}

/** The REST side: history, and commands where there is no socket. Every method rejects with a `RequestError`. */
@Injectable({ providedIn: 'root' })
export class InboxApi {
  private readonly config = inject(NOTIFICATION_CENTER_CONFIG);
  private readonly fetch = inject(FETCH);

  /** One page of the history, newest first. */
  list({ status, limit, before }: ListQuery): Promise<NotificationList> {
    const query = new URLSearchParams({ status, limit: String(limit), ...(before ? { before } : {}) });
    return this.request<NotificationList>(`/api/notifications?${query}`, { method: 'GET' });
  }

  /** The socket's `update`. Repeating it with the same `commandId` is safe; it goes through if the page ends. */
  update(command: UpdateCommand): Promise<UpdateAnswer> {
    return this.request<UpdateAnswer>('/api/notifications/update', {
      method: 'POST',
      keepalive: true,
      body: JSON.stringify(command),
    });
  }

  /** The socket's `sync`: without a whole cursor, the state. */
  sync({ epoch, inbox, all }: PartialCursor): Promise<SyncPage> {
    const query = new URLSearchParams({
      ...(epoch !== undefined && { epoch }),
      ...(inbox !== undefined && { inbox: String(inbox) }),
      ...(all !== undefined && { all: String(all) }),
    });
    return this.request<SyncPage>(`/api/sync?${query}`, { method: 'GET' });
  }

  /** Whether Eventide answers over HTTP at all. Never rejects. */
  async answers(): Promise<boolean> {
    const url = `${this.config.url ?? ''}/health/live`;
    return this.fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** Asks, and once more with a fresh token if the first had expired. */
  private async request<T>(path: string, init: RequestInit): Promise<T> {
    try {
      return await this.send<T>(path, init, false);
    } catch (error) {
      if (!isRefusedFor(error, 'token_expired')) throw error;
      return this.send<T>(path, init, true);
    }
  }

  private async send<T>(path: string, init: RequestInit, fresh: boolean): Promise<T> {
    const token = await this.config.token({ fresh }).catch(() => {
      throw RequestError.unanswered();
    });
    if (token === null) throw this.signInNeeded(refusal('unauthorized'));
    const answer = await this.fetch(`${this.config.url ?? ''}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => {
      throw RequestError.unanswered();
    });
    if (answer.ok) return (await answer.json()) as T;
    const error = await refusalOf(answer);
    const final = error.code === 'unauthorized' || (fresh && error.code === 'token_expired');
    throw final ? this.signInNeeded(error) : error;
  }

  private signInNeeded(error: RequestError): RequestError {
    this.config.onSignInNeeded?.();
    return error;
  }
}

function isRefusedFor(error: unknown, code: ErrorCode): boolean {
  return error instanceof RequestError && error.code === code;
}

/** The problem that an answer describes; a proxy's own error page describes none. */
async function refusalOf(answer: Response): Promise<RequestError> {
  const isProblem = answer.headers.get('content-type')?.includes('application/problem+json');
  if (!isProblem) return answer.status >= 500 ? RequestError.unanswered() : refusal('invalid_request');
  const problem = (await answer.json()) as Problem;
  return refusal(problem.code, problem.detail);
}

function refusal(code: ErrorCode, message: string = ERRORS[code].title): RequestError {
  return new RequestError({ code, message, retryable: ERRORS[code].retryable });
}
