import type { Ack } from '@eventide/contracts';
import { RequestError } from '../realtime/request-error';

/** Longer than the leader itself waits for the server. */
const TIMEOUT_MS = 11_000;

interface Open {
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: RequestError) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What this tab has asked the leader to send, until the answer. */
export class TabRequests {
  private readonly open = new Map<number, Open>();
  private lastId = 0;

  /** Rejects with the server's refusal, or with `unavailable` when there is no answer within 11 s. */
  ask(post: (id: number) => void): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id, RequestError.unanswered()), TIMEOUT_MS);
      this.open.set(id, { resolve, reject, timer });
      post(id);
    });
  }

  /** The leader has answered; an answer that nobody waits for any more is dropped. */
  answered(id: number, answer: Ack<unknown>): void {
    this.settle(id, answer.ok ? answer : new RequestError(answer.error));
  }

  /** The leader is gone: nobody knows what became of what it was asked. */
  abandon(): void {
    for (const id of [...this.open.keys()]) this.settle(id, RequestError.unanswered());
  }

  private settle(id: number, outcome: { readonly data: unknown } | RequestError): void {
    const request = this.open.get(id);
    if (!request) return;
    this.open.delete(id);
    clearTimeout(request.timer);
    if (outcome instanceof RequestError) request.reject(outcome);
    else request.resolve(outcome.data);
  }
}
