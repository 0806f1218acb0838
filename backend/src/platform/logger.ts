import { AsyncLocalStorage } from 'node:async_hooks';
import { type LoggerService, Injectable } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';
import { Env } from './env.js';

interface LogFields {
  requestId?: string;
  connectionId?: string;
}

const fields = new AsyncLocalStorage<LogFields>();

/** Runs the work so that every line it logs carries these fields. */
export function withLogFields<T>(extra: LogFields, work: () => T): T {
  return fields.run({ ...fields.getStore(), ...extra }, work);
}

/**
 * Nest's logger, written by pino as one JSON object a line. Use `new Logger(Name)` of `@nestjs/common`; a message may
 * be text, or an object `{ msg, ...fields }` (`err` for an error). Never hand it a payload, a token or a whole request.
 */
@Injectable()
export class StructuredLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(env: Env) {
    this.pino = pino({ level: env.logLevel, base: { node: env.nodeName }, mixin: () => ({ ...fields.getStore() }) });
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

  /** Nest hands the context last, and a stack before it. */
  private write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const body = message instanceof Error ? { err: message } : typeof message === 'object' ? message : { msg: String(message) };
    this.pino[level]({ context, ...(stack !== undefined && { stack }), ...body });
  }
}
