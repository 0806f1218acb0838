import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Ack } from '@eventide/contracts';
import { z } from 'zod';
import { DEADLINES } from '../platform/deadline.js';
import { DomainError } from '../platform/domain-error.js';
import { CommandSession } from './command-session.js';
import { Commands } from './commands.js';
import { connectionInMemory, syncPage } from './in-memory-connection.js';

function session(limit = 100) {
  const commands = new Commands();
  const { connection, writer } = connectionInMemory();
  const made = new CommandSession(commands, connection, limit);
  const ask = (event: string, ...args: unknown[]) =>
    new Promise<Ack<unknown>>((resolve) => made.receive(event, [...args, resolve]));
  return { commands, connection, writer, session: made, ask };
}

describe(CommandSession.name, () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => void jest.useRealTimers());

  it('answers by the ack', async () => {
    const { commands, ask } = session();
    commands.register('messageToServer', z.string(), async (_, text) => ({ echo: text }));
    expect(await ask('messageToServer', 'hi')).toEqual({ ok: true, data: { echo: 'hi' } });
  });

  it.each([
    ['an unknown event', 'nonsense', ['hi']],
    ['a name from Object.prototype', 'constructor', ['hi']],
    ['a payload of the wrong type', 'messageToServer', [{ $gt: '' }]],
    ['no payload', 'messageToServer', []],
    ['two payloads', 'messageToServer', ['one', 'two']],
  ])('refuses %s', async (_, event, args) => {
    const { commands, ask } = session();
    commands.register('messageToServer', z.string(), async (_context, text) => ({ echo: text }));
    expect(await ask(event, ...args)).toMatchObject({ ok: false, error: { code: 'invalid_request', retryable: false } });
  });

  it('never repeats what was sent', async () => {
    const { commands, ask } = session();
    commands.register('refreshToken', z.strictObject({ token: z.string().max(3, 'is too long') }), async () => ({ expiresInMs: 1 }));
    expect(JSON.stringify(await ask('refreshToken', { token: 'canary' }))).not.toContain('canary');
  });

  it('tells a domain error by its code, and nothing of any other', async () => {
    const { commands, ask } = session();
    commands.register('messageToServer', z.string(), async () => {
      throw new DomainError('conflict', 'Too late');
    });
    commands.register('ack', z.strictObject({ inbox: z.number(), all: z.number() }), async () => {
      throw new Error('secret');
    });
    expect(await ask('messageToServer', 'x')).toEqual({
      ok: false,
      error: { code: 'conflict', message: 'Too late', retryable: false },
    });
    const failed = await ask('ack', { inbox: 1, all: 1 });
    expect(failed).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(failed)).not.toContain('secret');
  });

  it('bears an event without an ack', async () => {
    const { commands, session: made, ask } = session();
    commands.register('messageToServer', z.string(), async (_, text) => ({ echo: text }));
    made.receive('messageToServer', ['unheard']);
    made.receive('nonsense', []);
    expect(await ask('messageToServer', 'after')).toMatchObject({ ok: true });
  });

  it('runs commands one after the other, as they came', async () => {
    const { commands, ask } = session();
    const done: string[] = [];
    commands.register('messageToServer', z.string(), async (_, text) => {
      for (let turns = text === 'slow' ? 20 : 1; turns > 0; turns -= 1) await Promise.resolve();
      done.push(text);
      return { echo: text };
    });
    await Promise.all(['slow', 'second', 'third'].map((text) => ask('messageToServer', text)));
    expect(done).toEqual(['slow', 'second', 'third']);
  });

  it('answers a sync while a command hangs', async () => {
    const { commands, connection, ask } = session();
    let release = (_: { echo: string }) => {};
    commands.register('messageToServer', z.string(), () => new Promise((resolve) => (release = resolve)));
    commands.register('sync', z.object({}), async () => syncPage({ inbox: 4 }));
    const hanging = ask('messageToServer', 'hangs');
    expect(await ask('sync', {})).toMatchObject({ ok: true });
    expect(connection.sent?.inbox).toBe(4);
    release({ echo: 'at last' });
    expect(await hanging).toMatchObject({ ok: true });
  });

  it('answers in time what waits behind a command that hangs, and never runs it', async () => {
    jest.useFakeTimers();
    const { commands, ask } = session();
    const ran: string[] = [];
    commands.register('messageToServer', z.string(), (_, text) => {
      ran.push(text);
      return new Promise(() => undefined);
    });
    const answers = Promise.all(['hangs', 'second', 'third'].map((text) => ask('messageToServer', text)));
    await jest.advanceTimersByTimeAsync(DEADLINES.answer);
    const unanswered = { ok: false, error: { code: 'unavailable', retryable: true } };
    expect(await answers).toMatchObject([unanswered, unanswered, unanswered]);
    expect(ran).toEqual(['hangs']);
  });

  it('refuses above the limit, and closes at twice the limit', async () => {
    const { commands, writer, session: made, ask } = session(3);
    commands.register('messageToServer', z.string(), async (_, text) => ({ echo: text }));
    for (let sent = 0; sent < 3; sent += 1) expect(await ask('messageToServer', 'x')).toMatchObject({ ok: true });
    for (let sent = 0; sent < 3; sent += 1) {
      expect(await ask('messageToServer', 'x')).toMatchObject({ ok: false, error: { code: 'rate_limited', retryable: true } });
    }
    made.receive('messageToServer', ['x']);
    expect(writer.written.at(-1)).toMatchObject({ event: 'closing', payload: { code: 'rate_limited', reconnect: true } });
  });

  it('counts a minute anew when it is over, although the clock was set back', async () => {
    jest.useFakeTimers();
    const { commands, ask } = session(1);
    commands.register('messageToServer', z.string(), async (_, text) => ({ echo: text }));
    expect(await ask('messageToServer', 'x')).toMatchObject({ ok: true });
    jest.setSystemTime(Date.now() - 3_600_000);
    expect(await ask('messageToServer', 'x')).toMatchObject({ error: { code: 'rate_limited' } });
    jest.advanceTimersByTime(60_000);
    expect(await ask('messageToServer', 'x')).toMatchObject({ ok: true });
  });

  it('runs nothing more once the connection is closed', async () => {
    const { commands, connection, session: made } = session();
    const ran: string[] = [];
    let release = () => {};
    const first = new Promise<void>((resolve) => (release = resolve));
    commands.register('messageToServer', z.string(), async (_, text) => {
      ran.push(text);
      await first;
      return { echo: text };
    });
    made.receive('messageToServer', ['one']);
    made.receive('messageToServer', ['two']);
    await Promise.resolve();
    connection.close('revoked');
    release();
    await new Promise(setImmediate);
    expect(ran).toEqual(['one']);
  });
});
