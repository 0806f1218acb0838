import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { createParamDecorator, Injectable, type ExecutionContext } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Json } from '@eventide/contracts';
import type { Request } from 'express';
import type { ClientSession } from 'mongoose';
import { DomainError } from './domain-error.js';
import { Env } from './env.js';
import { Mongo } from './mongo.js';
import { key as keySchema } from './schemas.js';
import { transact } from './transaction.js';

/** Names one effect: who asked, for what, under which key; and what the body said. */
export interface OnceKey {
  id: string;
  bodyHash: string;
}

export const IDEMPOTENCY = 'idempotency';

/** The first answer to a key, written in the transaction of its effect. */
@Schema({ collection: IDEMPOTENCY, versionKey: false })
export class OnceRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  bodyHash!: string;

  /** JSON; encrypted when `sealed`. */
  @Prop({ type: String, required: true })
  answer!: string;

  /** The answer holds a secret and is encrypted. */
  @Prop({ type: Boolean })
  sealed?: true;

  @Prop({ type: Date, required: true, index: { expireAfterSeconds: 0 } })
  expiresAt!: Date;
}

export const OnceRecordSchema = SchemaFactory.createForClass(OnceRecord);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${entries.join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * @param caller who asks, see `callerScope`
 * @param route the route's pattern, or the name of a command
 * @param key the caller's key; without one the effect has no name
 * @param body the parsed body: order of fields and whitespace don't matter
 */
export function onceKey(caller: string, route: string, key: string, body: unknown): OnceKey;
export function onceKey(caller: string, route: string, key: string | undefined, body: unknown): OnceKey | undefined;
export function onceKey(caller: string, route: string, key: string | undefined, body: unknown): OnceKey | undefined {
  if (key === undefined) return undefined;
  return { id: sha256(JSON.stringify([caller, route, key])), bodyHash: sha256(canonical(body)) };
}

/** The request's `Idempotency-Key`, or undefined. @throws DomainError `invalid_request` */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const given = context.switchToHttp().getRequest<Request>().header('Idempotency-Key');
  if (given === undefined) return undefined;
  const parsed = keySchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? 'is not valid';
  throw new DomainError('invalid_request', undefined, { errors: [{ field: 'Idempotency-Key', problem }] });
});

/** Does what has a name at most once, and repeats its first answer for as long as changes are kept. */
@Injectable()
export class Idempotency {
  private readonly sealKey: Buffer;

  constructor(
    private readonly mongo: Mongo,
    private readonly env: Env,
  ) {
    this.sealKey = Buffer.from(hkdfSync('sha256', env.tokens.secret, '', 'eventide idempotency', 32));
  }

  /**
   * Runs the effect and its record in one transaction, or returns the recorded answer. While another runs under the same
   * name, this one waits for it.
   * @param once without a name the effect simply runs
   * @param options.seal the answer holds a secret: it is stored encrypted
   * @throws DomainError `idempotency_mismatch` for another body; `unavailable` after 2 s
   */
  run<T extends Json>(
    once: OnceKey | undefined,
    effect: (session: ClientSession) => Promise<T>,
    { seal = false }: { seal?: boolean } = {},
  ): Promise<T> {
    if (!once) return transact(this.mongo, effect);
    return transact(this.mongo, async (session) => {
      const known = (await this.findRecords(session, [once.id])).get(once.id);
      if (known) return this.answerOf(known, once) as T;
      const answer = await effect(session);
      const record = this.recordOf(once, answer);
      const document: OnceRecord = seal ? { ...record, answer: this.sealed(record.answer), sealed: true } : record;
      await this.records.insertOne(document, { session });
      return answer;
    });
  }

  /** The records among these names, read in the caller's transaction. */
  async findRecords(session: ClientSession, ids: readonly string[]): Promise<Map<string, OnceRecord>> {
    if (ids.length === 0) return new Map();
    const found = await this.records.find({ _id: { $in: [...ids] } }, { session }).toArray();
    return new Map(found.map((record) => [record._id, record]));
  }

  /** The document that remembers an answer; insert it into {@link IDEMPOTENCY} in the effect's transaction. */
  recordOf(once: OnceKey, answer: Json): OnceRecord {
    const expiresAt = new Date(Date.now() + this.env.retentionDays * 24 * 3600 * 1000);
    return { _id: once.id, bodyHash: once.bodyHash, answer: JSON.stringify(answer), expiresAt };
  }

  /** The stored answer. @throws DomainError `idempotency_mismatch` when it answered another body */
  answerOf(record: OnceRecord, once: OnceKey): Json {
    if (record.bodyHash !== once.bodyHash) throw new DomainError('idempotency_mismatch');
    return JSON.parse(record.sealed ? this.opened(record.answer) : record.answer) as Json;
  }

  private sealed(text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.sealKey, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
  }

  private opened(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.sealKey, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  }

  private get records() {
    return this.mongo.collection<OnceRecord>(IDEMPOTENCY);
  }
}
