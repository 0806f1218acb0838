import { Injectable } from '@nestjs/common';
import { CLIENT_EVENTS, ERRORS, type Ack, type AckError, type ClientEvent, type ClientEvents } from '@eventide/contracts';
import type { z } from 'zod';
import type { UserPrincipal } from '../auth/principal.js';
import { DomainError } from '../platform/domain-error.js';

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

  register<E extends ClientEvent>(event: E, schema: z.ZodType<ClientEvents[E]['payload']>, handle: Handle<E>): void {
    if (this.#commands.has(event)) throw new Error(`${event} already has a handler`);
    this.#commands.set(event, { schema, handle });
  }

  /** Events of the contract that nobody handles: a fault of the module graph. */
  missing(): ClientEvent[] {
    return CLIENT_EVENTS.filter((event) => !this.#commands.has(event));
  }

  /** Validates and runs one command. Never throws: every outcome is an answer. */
  async answer(context: CommandContext, event: string, args: readonly unknown[]): Promise<Ack<unknown>> {
    try {
      const command = this.#commands.get(event);
      if (!command) throw new DomainError('invalid_request', 'Unknown event');
      if (args.length > 1) throw new DomainError('invalid_request', 'One payload is expected');
      const parsed = await command.schema.safeParseAsync(args[0]);
      if (!parsed.success) throw new DomainError('invalid_request', describe(parsed.error));
      return { ok: true, data: await command.handle(context, parsed.data as never) };
    } catch (error) {
      return { ok: false, error: ackError(error) };
    }
  }
}

/** Names the first field at fault and what is wrong with it, without what was sent. */
function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return ERRORS.invalid_request.title;
  if (issue.code === 'unrecognized_keys') return `${field(issue.path)}: unknown field`;
  return `${field(issue.path)}: ${issue.message}`;
}

function field(path: readonly PropertyKey[]): string {
  return path.length > 0 ? path.map(String).join('.') : 'payload';
}

function ackError(error: unknown): AckError {
  const code = error instanceof DomainError ? error.code : 'internal';
  const message = error instanceof DomainError ? error.message : ERRORS.internal.title;
  return { code, message, retryable: ERRORS[code].retryable };
}
