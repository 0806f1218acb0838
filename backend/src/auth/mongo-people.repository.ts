import { Injectable } from '@nestjs/common';
import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Person, User, UserRequest } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { DomainError } from '../platform/domain-error.js';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import { transact } from '../platform/transaction.js';
import { DEFAULT_ROLES, PeopleRepository, type Account } from './people.repository.js';

const COLLECTION = 'people';

@Schema({ collection: COLLECTION, versionKey: false })
export class PersonRecord {
  @Prop({ type: String, required: true })
  _id!: string;

  @Prop({ type: String, required: true, index: true })
  name!: string;

  @Prop({ type: String })
  email?: string;

  /** Lower case: what is unique. */
  @Prop({ type: String, index: { unique: true, partialFilterExpression: { emailKey: { $type: 'string' } } } })
  emailKey?: string;

  @Prop({ type: [String], required: true })
  roles!: string[];

  @Prop({ type: String })
  department?: string;

  @Prop({ type: String })
  grade?: string;

  @Prop({ type: String })
  hiredAt?: string;

  @Prop({ type: String })
  locale?: string;

  @Prop({ type: String })
  timezone?: string;

  @Prop({ type: String })
  passwordHash?: string;
}

export const PersonSchema = SchemaFactory.createForClass(PersonRecord);
PersonSchema.index({ roles: 1, _id: 1 });

function userOf(record: PersonRecord): User {
  const { _id: id, name, roles, email, department, grade, hiredAt, locale, timezone } = record;
  return {
    id,
    name,
    roles,
    email: email ?? null,
    department: department ?? null,
    grade: grade ?? null,
    hiredAt: hiredAt ?? null,
    locale: locale ?? null,
    timezone: timezone ?? null,
  };
}

/** The text as a pattern that matches just it. BSON ends a pattern at a NUL, so that one is written as its number. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\0', '\\x00');
}

@Injectable()
export class MongoPeopleRepository extends PeopleRepository {
  constructor(private readonly mongo: Mongo) {
    super();
  }

  override async find(id: string): Promise<User | null> {
    const record = await this.records.findOne({ _id: id });
    return record && userOf(record);
  }

  override async findByEmail(email: string): Promise<Account | null> {
    const record = await this.records.findOne({ emailKey: email.toLowerCase() });
    return record && { user: userOf(record), passwordHash: record.passwordHash ?? null };
  }

  override async names(ids: readonly string[]): Promise<Map<string, string>> {
    const found = await this.records.find({ _id: { $in: [...ids] } }, { projection: { name: 1 } }).toArray();
    return new Map(found.map(({ _id, name }) => [_id, name]));
  }

  override async search(text: string, limit: number): Promise<Person[]> {
    const start = new RegExp(`(^|\\s)${escaped(text)}`, 'i');
    const found = await this.records
      .find(text === '' ? {} : { $or: [{ name: start }, { _id: start }] })
      .sort({ name: 1, _id: 1 })
      .limit(limit)
      .project<PersonRecord>({ name: 1 })
      .toArray();
    return found.map(({ _id: id, name }) => ({ id, name }));
  }

  override async withRole(role: string, after: string, limit: number): Promise<string[]> {
    const found = await this.records
      .find({ roles: role, _id: { $gt: after } }, { projection: { _id: 1 }, sort: { _id: 1 }, limit })
      .toArray();
    return found.map(({ _id }) => _id);
  }

  override async upsert(id: string, request: UserRequest, session?: Snapshot): Promise<User> {
    if (!session) return transact(this.mongo, (own) => this.upsert(id, request, own));
    const { email, roles, ...fields } = request;
    const emailKey = email?.toLowerCase();
    if (emailKey !== undefined) await this.assertFree(id, emailKey, session);
    const update = {
      $set: { ...fields, ...(roles && { roles }), ...(emailKey !== undefined && { email, emailKey }) },
      ...(roles ? {} : { $setOnInsert: { roles: [...DEFAULT_ROLES] } }),
    };
    const options = { upsert: true, returnDocument: 'after', session } as const;
    const record = await this.records.findOneAndUpdate({ _id: id }, update, options);
    if (!record) throw new Error('An upsert gave no document back.');
    return userOf(record);
  }

  override async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.records.updateOne({ _id: id }, { $set: { passwordHash } });
  }

  override async remove(id: string): Promise<boolean> {
    return (await this.records.deleteOne({ _id: id })).deletedCount > 0;
  }

  private async assertFree(id: string, emailKey: string, session: Snapshot): Promise<void> {
    const owner = await this.records.findOne({ emailKey, _id: { $ne: id } }, { projection: { _id: 1 }, session });
    if (owner) throw new DomainError('conflict', 'Somebody else has this e-mail address.');
  }

  private get records(): mongo.Collection<PersonRecord> {
    return this.mongo.collection<PersonRecord>(COLLECTION);
  }
}
