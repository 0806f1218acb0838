import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { ApiKey, ApiKeyCreated, ApiKeyRequest, ApiKeyScope } from '@eventide/contracts';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import type { ServicePrincipal } from './principal.js';
import { refused } from './refusal.js';

const COLLECTION = 'api_keys';
const PREFIX = 'ek_';

@Schema({ collection: COLLECTION, versionKey: false })
export class ApiKeyRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true })
  name!: string;

  @Prop({ type: [String], required: true })
  scopes!: ApiKeyScope[];

  /** SHA-256 is enough: a key is 32 random bytes. */
  @Prop({ type: String, required: true, unique: true })
  hash!: string;

  @Prop({ type: Date, required: true })
  createdAt!: Date;
}

export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRecord);

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** A new key; nothing else gives one out. */
export function randomApiKey(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** Tells keys from access tokens. */
export function looksLikeApiKey(bearer: string): boolean {
  return bearer.startsWith(PREFIX);
}

/** Keys of services, stored as hashes. */
@Injectable()
export class ApiKeys {
  constructor(private readonly mongo: Mongo) {}

  /** @throws DomainError `unauthorized` */
  async verify(key: string): Promise<ServicePrincipal> {
    const record = await this.records.findOne({ hash: hashOf(key) });
    if (!record) throw refused();
    return { kind: 'service', keyId: record._id, name: record.name, scopes: record.scopes };
  }

  /** The answer is the only place where the key can be read. */
  async create({ name, scopes }: ApiKeyRequest, session: Snapshot): Promise<ApiKeyCreated> {
    const id = randomUUID();
    const key = randomApiKey();
    await this.records.insertOne({ _id: id, name, scopes, hash: hashOf(key), createdAt: new Date() }, { session });
    return { id, key };
  }

  /** Sees to it that a key made elsewhere is good under this id. */
  async keep(id: string, key: string, { name, scopes }: ApiKeyRequest): Promise<void> {
    const fields = { name, scopes, hash: hashOf(key) };
    await this.records.updateOne({ _id: id }, { $set: fields, $setOnInsert: { createdAt: new Date() } }, { upsert: true });
  }

  async list(): Promise<ApiKey[]> {
    const found = await this.records.find().sort({ createdAt: 1, _id: 1 }).toArray();
    return found.map(({ _id: id, name, scopes, createdAt }) => ({ id, name, scopes, createdAt: createdAt.toISOString() }));
  }

  /** @returns whether there was such a key */
  async remove(id: string): Promise<boolean> {
    return (await this.records.deleteOne({ _id: id })).deletedCount > 0;
  }

  private get records() {
    return this.mongo.collection<ApiKeyRecord>(COLLECTION);
  }
}
