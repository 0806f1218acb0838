import { Logger } from '@nestjs/common';
import type { Ack, ClientEvent, SyncPage } from '@eventide/contracts';
import { DEADLINES, fromNow } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { refusal, type Commands } from './commands.js';
import type { Connection } from './connection.js';

const MINUTE_MS = 60_000;

type Reply = (answer: Ack<unknown>) => void;

/** Reads have a lane of their own, so that a slow command never keeps a client from catching up. */
const READS: ReadonlySet<string> = new Set<ClientEvent>(['sync', 'ack']);

/**
 * The commands of one connection: each lane runs them one after the other, as they came. Every event that has an ack
 * is answered in time, so no more wait than come in that time. Above the limit events are refused; at twice the limit
 * within a minute the connection is closed.
 */
export class CommandSession {
  readonly #log = new Logger(CommandSession.name);
  readonly #lanes = { read: Promise.resolve(), write: Promise.resolve() };
  #minuteEnds = 0;
  #events = 0;

  constructor(
    private readonly commands: Commands,
    private readonly connection: Connection,
    private readonly eventsPerMinute: number,
  ) {}

  /** Takes an event as Socket.IO hands it over: its arguments, the last of them the ack if there is one. */
  receive(event: string, args: readonly unknown[]): void {
    const last = args.at(-1);
    const reply = typeof last === 'function' ? (last as Reply) : undefined;
    if (!this.#allowed(performance.now())) {
      this.#reply(event, refusal(new DomainError('rate_limited')), reply);
      return;
    }
    const payload = reply ? args.slice(0, -1) : args;
    const lane = READS.has(event) ? 'read' : 'write';
    const deadline = fromNow(DEADLINES.answer);
    this.#lanes[lane] = this.#lanes[lane].then(() => this.#run(event, payload, deadline, reply)).catch((error: unknown) => {
      this.#log.error({ msg: 'An answer could not be written', event, err: error });
    });
  }

  async #run(event: string, payload: readonly unknown[], deadline: Date, reply: Reply | undefined): Promise<void> {
    if (this.connection.closed) return;
    this.#reply(event, await this.commands.answer(this.connection, event, payload, deadline), reply);
  }

  #reply(event: string, answer: Ack<unknown>, reply: Reply | undefined): void {
    if (!reply) return;
    if (event === 'sync' && answer.ok) this.connection.page(answer.data as SyncPage, () => reply(answer));
    else this.connection.answer(() => reply(answer));
  }

  /** @param now milliseconds of a clock that is never set */
  #allowed(now: number): boolean {
    if (now >= this.#minuteEnds) {
      this.#minuteEnds = now + MINUTE_MS;
      this.#events = 0;
    }
    this.#events += 1;
    if (this.#events > 2 * this.eventsPerMinute) this.connection.close('rate_limited', Math.ceil(this.#minuteEnds - now));
    return this.#events <= this.eventsPerMinute;
  }
}
