import { AsyncLocalStorage } from 'node:async_hooks';
import { type LoggerService, Injectable } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';
import { Env } from './env.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

interface LogFields {
  requestId?: string;
  connectionId?: string;
}

const fields = new AsyncLocalStorage<LogFields>();

/** Runs the work so that every line it logs carries these fields. */
export function withLogFields<T>(extra: LogFields, work: () => T): T {
  return fields.run({ ...fields.getStore(), ...extra }, work);
}

/** The database's errors carry its whole topology, and some errors what they were about: neither belongs in a log. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, message, code, stack, ...(error.cause instanceof Error && { cause: describeError(error.cause) }) };
}

/**
 * Nest's logger, written by pino as one JSON object a line. Use `new Logger(Name)` of `@nestjs/common`; a message may
 * be text, or an object of fields (`error` or `err` for an error) with `msg` among them or the text after it. Never hand
 * it a payload, a token or a whole request.
 */
@Injectable()
export class StructuredLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(env: Env) {
    this.pino = pino({
      level: env.logLevel,
      base: { node: env.nodeName },
      mixin: () => ({ ...fields.getStore() }),
      serializers: { err: describeError, error: describeError },
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest hands the context last; between it and the message may be a text for an object, or a stack. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const between = rest.length > 1 ? rest[0] : undefined;
    if (message instanceof Error) this.pino[level]({ context, err: message });
    else if (typeof message === 'string') this.pino[level]({ context, ...(between !== undefined && { stack: between }) }, message);
    else this.pino[level]({ context, ...Object(message) }, between as string | undefined);
  }
}
