import { Injectable, Logger } from '@nestjs/common';
import { CLIENT_EVENTS, ERRORS, type Ack, type ClientEvent, type ClientEvents } from '@eventide/contracts';
import type { z } from 'zod';
import type { UserPrincipal } from '../auth/principal.js';
import { before, unavailable } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { toDomainError } from '../platform/failure.js';
import { validate } from '../platform/validation.js';

/** Who sent a command, and over which connection. */
export interface CommandContext {
  readonly principal: UserPrincipal;
  readonly connectionId: string;
}

type Handle<E extends ClientEvent> = (
  context: CommandContext,
  payload: ClientEvents[E]['payload'],
) => Promise<ClientEvents[E]['data']>;

interface Command {
  schema: z.ZodType;
  handle: (context: CommandContext, payload: never) => Promise<unknown>;
}

/**
 * What clients may ask over a socket. Features register their events when their modules start; each event has one
 * handler. Handlers may throw: a DomainError is told to the client, anything else is `internal` to it and logged.
 */
@Injectable()
export class Commands {
  readonly #commands = new Map<string, Command>();
  readonly #log = new Logger(Commands.name);

  register<E extends ClientEvent>(event: E, schema: z.ZodType<ClientEvents[E]['payload']>, handle: Handle<E>): void {
    if (this.#commands.has(event)) throw new Error(`${event} already has a handler`);
    this.#commands.set(event, { schema, handle });
  }

  /** Events of the contract that nobody handles: a fault of the module graph. */
  missing(): ClientEvent[] {
    return CLIENT_EVENTS.filter((event) => !this.#commands.has(event));
  }

  /** Validates and runs one command, unless its time is over. Never throws: every outcome is an answer. */
  async answer(context: CommandContext, event: string, args: readonly unknown[], deadline: Date): Promise<Ack<unknown>> {
    try {
      const command = this.#commands.get(event);
      if (!command) throw new DomainError('invalid_request', 'Unknown event');
      if (args.length > 1) throw new DomainError('invalid_request', 'One payload is expected');
      const payload = validate(command.schema, args[0]) as never;
      if (deadline.getTime() <= Date.now()) throw unavailable();
      return { ok: true, data: await before(deadline, command.handle(context, payload)) };
    } catch (error) {
      const known = toDomainError(error);
      if (known.code !== 'internal') return refusal(known);
      this.#log.error({ msg: 'A command failed', event, connectionId: context.connectionId, err: error });
      return refusal(known);
    }
  }
}

/** How an error is told to a client: its code, and the first field at fault without what was sent. */
export function refusal({ code, message, details }: DomainError): Ack<never> {
  const [first] = details.errors ?? [];
  const told = first ? `${first.field || 'payload'}: ${first.problem}` : message;
  return { ok: false, error: { code, message: told, retryable: ERRORS[code].retryable } };
}
