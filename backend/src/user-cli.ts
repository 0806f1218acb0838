import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule } from '@nestjs/common';
import type { UserRequest } from '@eventide/contracts';
import { SHORTEST_PASSWORD, userRequest } from './auth/auth.schemas.js';
import { hashPassword } from './auth/password.js';
import { PeopleModule } from './auth/people.module.js';
import { PeopleRepository } from './auth/people.repository.js';
import { readPassword } from './auth/read-password.js';
import { DomainError } from './platform/domain-error.js';
import { Env, SettingsError } from './platform/env.js';
import { Mongo } from './platform/mongo.js';
import { PlatformModule } from './platform/platform.module.js';
import { userId } from './platform/schemas.js';
import { validate } from './platform/validation.js';

const USAGE = 'Usage: npm run user -- add EMAIL --id ID --name NAME --roles a,b';

/** What the person at the terminal has to mend; its text is all that is said. */
class UsageError extends Error {}

interface NewAccount {
  id: string;
  request: UserRequest;
}

@Module({})
class CliModule {
  static with(env: Env): DynamicModule {
    return { module: CliModule, imports: [PlatformModule.with(env), PeopleModule] };
  }
}

function readArguments(args: string[]): NewAccount {
  const options = { id: { type: 'string' }, name: { type: 'string' }, roles: { type: 'string' } } as const;
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  const [command, email, ...rest] = parsed.positionals;
  if (command !== 'add' || email === undefined || rest.length > 0) throw new UsageError(USAGE);
  const { id = email, name = email, roles = 'user' } = parsed.values;
  return {
    id: validate(userId, id),
    request: validate(userRequest, { name, email, roles: roles.split(',').map((role) => role.trim()) }),
  };
}

async function addAccount(env: Env, { id, request }: NewAccount, password: string): Promise<void> {
  const app = await NestFactory.createApplicationContext(CliModule.with(env), { logger: ['error'], abortOnError: false });
  try {
    await app.get(Mongo).prepare();
    const people = app.get(PeopleRepository);
    await people.upsert(id, request);
    await people.setPassword(id, await hashPassword(password));
  } finally {
    await app.close();
  }
}

function sentencesOf(error: unknown): string {
  if (error instanceof DomainError && error.details.errors) {
    return error.details.errors.map(({ field, problem }) => `${field || 'The id'} ${problem}.`).join('\n');
  }
  if (error instanceof DomainError || error instanceof UsageError || error instanceof SettingsError) return error.message;
  throw error;
}

/** `add`: an account that can sign in; for an id that is known, new details and a new password. */
async function main(): Promise<void> {
  try {
    const account = readArguments(process.argv.slice(2));
    const password = await readPassword(`Password for ${account.request.email}: `);
    if (password.length < SHORTEST_PASSWORD) {
      throw new UsageError(`The password must have at least ${SHORTEST_PASSWORD} characters.`);
    }
    await addAccount(Env.ofProcess(), account, password);
    process.stdout.write(`${account.request.email} can sign in now (id ${account.id}).\n`);
  } catch (error) {
    process.stderr.write(`${sentencesOf(error)}\n`);
    process.exitCode = 1;
  }
}

await main();
