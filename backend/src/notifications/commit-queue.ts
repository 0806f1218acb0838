import type { Json } from '@eventide/contracts';
import { unavailable } from '../platform/deadline.js';
import type { InboxWrite } from './inbox.repository.js';

/** Requests have somebody who waits for the answer; bulk work only wants to get on. */
export type Lane = 'request' | 'bulk';

/** One caller's write on its way, with the answer that the caller waits for. */
export class CommitRequest {
  /** Whose inboxes it changes. */
  readonly people: ReadonlySet<string>;
  /** Its share of a batch: about how many documents it writes. */
  readonly weight: number;
  readonly answer: Promise<Json>;
  readonly deadline: Date;
  #resolve!: (answer: Json) => void;
  #reject!: (error: unknown) => void;
  #timer: NodeJS.Timeout;
  #settled = false;

  /** @param expired called when the time is over, after the caller was told `unavailable` */
  constructor(
    readonly write: InboxWrite,
    readonly lane: Lane,
    deadlineMs: number,
    expired: (request: CommitRequest) => void,
  ) {
    const { people, weight } = reach(write);
    this.people = people;
    this.weight = weight;
    this.deadline = new Date(Date.now() + deadlineMs);
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => {
      this.reject(unavailable());
      expired(this);
    }, deadlineMs);
  }

  /** The caller has its answer, whatever becomes of the write. */
  get isSettled(): boolean {
    return this.#settled;
  }

  resolve(answer: Json): void {
    this.settle();
    this.#resolve(answer);
  }

  reject(error: unknown): void {
    this.settle();
    this.#reject(error);
  }

  private settle(): void {
    this.#settled = true;
    clearTimeout(this.#timer);
  }
}

/** Requests that wait for the next batch: first come first served, and strictly so for each person. */
export class CommitQueue {
  readonly #waiting = new Set<CommitRequest>();
  #weight = 0;

  /** Of all that wait. */
  get weight(): number {
    return this.#weight;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(request: CommitRequest): void {
    this.#waiting.add(request);
    this.#weight += request.weight;
  }

  remove(request: CommitRequest): void {
    if (this.#waiting.delete(request)) this.#weight -= request.weight;
  }

  /**
   * Takes the next batch: at most `cap` in weight, unless the first request alone is heavier. In it a person has either
   * creations or one command. Who does not fit waits, and so does everybody behind who shares a person with it.
   */
  take(cap: number): CommitRequest[] {
    const batch: CommitRequest[] = [];
    const roles = new Map<string, Role>();
    let weight = 0;
    let passed = 0;
    for (const request of this.#waiting) {
      if (batch.length > 0 && weight + request.weight > cap) break;
      if (fits(request, roles)) {
        batch.push(request);
        weight += request.weight;
        for (const person of request.people) roles.set(person, request.write.kind);
      } else {
        for (const person of request.people) roles.set(person, 'waits');
        if (++passed >= cap) break;
      }
    }
    for (const request of batch) this.remove(request);
    return batch;
  }
}

/** What a batch has for a person so far, or that somebody earlier with that person waits for the next one. */
type Role = InboxWrite['kind'] | 'waits';

function fits(request: CommitRequest, roles: ReadonlyMap<string, Role>): boolean {
  const allowed = request.write.kind === 'create' ? ['create', undefined] : [undefined];
  return [...request.people].every((person) => allowed.includes(roles.get(person)));
}

function reach(write: InboxWrite): { people: Set<string>; weight: number } {
  if (write.kind === 'create') {
    return { people: new Set(write.drafts.map(({ userId }) => userId)), weight: Math.max(1, write.drafts.length) };
  }
  const { command } = write;
  return { people: new Set([command.userId]), weight: 'ids' in command ? Math.max(1, command.ids.length) : 1 };
}
