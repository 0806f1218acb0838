import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Audience, Person, User, UserRequest } from '@eventide/contracts';
import type { mongo } from 'mongoose';
import { DomainError } from '../platform/domain-error.js';
import { Mongo, type Snapshot } from '../platform/mongo.js';
import { transact } from '../platform/transaction.js';
import { addingShifts, putAll, puttingEmployee } from './mongo-people-bulk.js';
import { behind, listedBy, meantBy, namedLike } from './mongo-people-filters.js';
import {
  DEFAULT_ROLES,
  MANAGER,
  PeopleRepository,
  type Account,
  type AudienceMember,
  type EmployeeFilter,
  type EmployeePlace,
  type EmployeeRow,
  type KeptEmployee,
  type Shift,
} from './people.repository.js';
import { employeeOf, memberOf, PEOPLE, userOf, type PersonRecord } from './person.schema.js';
import { searchWords } from './search-words.js';

const MEMBER_FIELDS = { name: 1, email: 1, department: 1, locale: 1 } as const;

/** What is missing counts as a value of its own: null. */
function inOrder(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string').sort();
}

@Injectable()
export class MongoPeopleRepository extends PeopleRepository implements OnModuleInit {
  constructor(private readonly mongo: Mongo) {
    super();
  }

  /** Lets people be found who were registered before words were kept. */
  async onModuleInit(): Promise<void> {
    const without = await this.records.find({ words: { $exists: false } }, { projection: { name: 1 } }).toArray();
    const updates = without.map(({ _id, name }) => ({
      updateOne: { filter: { _id, name }, update: { $set: { words: searchWords(_id, name) } } },
    }));
    if (updates.length > 0) await this.records.bulkWrite(updates, { ordered: false });
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

  override async emailOwners(emails: readonly string[]): Promise<Map<string, string>> {
    const keys = emails.map((email) => email.toLowerCase());
    const found = await this.records.find({ emailKey: { $in: keys } }, { projection: { emailKey: 1 } }).toArray();
    return new Map(found.map(({ _id, emailKey = '' }) => [emailKey, _id]));
  }

  override async search(text: string, limit: number): Promise<Person[]> {
    const found = await this.records
      .find(namedLike(text), { projection: { name: 1 } })
      .sort({ name: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id: id, name }) => ({ id, name }));
  }

  override async withRole(role: string, after: string, limit: number): Promise<string[]> {
    const found = await this.records
      .find({ roles: role, _id: { $gt: after } }, { projection: { _id: 1 }, sort: { _id: 1 }, limit })
      .toArray();
    return found.map(({ _id }) => _id);
  }

  override async matching(audience: Audience, after: string, limit: number): Promise<AudienceMember[]> {
    const filter = { $and: [{ _id: { $gt: after } }, meantBy(audience, new Date())] };
    const found = await this.records.find(filter, { projection: MEMBER_FIELDS, sort: { _id: 1 }, limit }).toArray();
    return found.map(memberOf);
  }

  override count(audience: Audience): Promise<number> {
    return this.countEmployees(audience);
  }

  override async managersOf(department: string): Promise<AudienceMember[]> {
    const filter = { department, roles: MANAGER };
    const found = await this.records.find(filter, { projection: MEMBER_FIELDS, sort: { _id: 1 } }).toArray();
    return found.map(memberOf);
  }

  override async employees(filter: EmployeeFilter, limit: number, start: EmployeePlace | number = 0): Promise<KeptEmployee[]> {
    const listed = listedBy(filter, new Date());
    const isPlace = typeof start === 'object';
    const found = await this.records
      .find(isPlace ? { $and: [listed, behind(start)] } : listed, { projection: { words: 0, schedule: 0 } })
      .sort({ name: 1, _id: 1 })
      .skip(isPlace ? 0 : start)
      .limit(limit)
      .toArray();
    return found.map(employeeOf);
  }

  override countEmployees(filter: EmployeeFilter): Promise<number> {
    return this.records.countDocuments(listedBy(filter, new Date()));
  }

  override async departmentsAndGrades(audience: Audience): Promise<{ departments: string[]; grades: string[] }> {
    const meant = meantBy(audience, new Date());
    const [departments, grades] = await Promise.all([
      this.records.distinct('department', meant),
      this.records.distinct('grade', meant),
    ]);
    return { departments: inOrder(departments), grades: inOrder(grades) };
  }

  override async findEmployee(id: string): Promise<(KeptEmployee & { schedule: Shift[] }) | null> {
    const record = await this.records.findOne({ _id: id });
    return record && { ...employeeOf(record), schedule: record.schedule ?? [] };
  }

  override async upsert(id: string, request: UserRequest, session?: Snapshot): Promise<User> {
    if (!session) return transact(this.mongo, (own) => this.upsert(id, request, own));
    const { email, roles, ...fields } = request;
    const emailKey = email?.toLowerCase();
    if (emailKey !== undefined) await this.assertFree(id, emailKey, session);
    const words = searchWords(id, request.name);
    const update = {
      $set: { ...fields, words, ...(roles && { roles }), ...(emailKey !== undefined && { email, emailKey }) },
      ...(roles ? {} : { $setOnInsert: { roles: [...DEFAULT_ROLES] } }),
    };
    const options = { upsert: true, returnDocument: 'after', session } as const;
    const record = await this.records.findOneAndUpdate({ _id: id }, update, options);
    if (!record) throw new Error('An upsert gave no document back.');
    return userOf(record);
  }

  override async upsertMany(rows: readonly EmployeeRow[]): Promise<string[]> {
    const refused = await putAll(this.records, rows, puttingEmployee);
    return refused.map(({ id }) => id);
  }

  override async regrade(grades: ReadonlyMap<string, string>): Promise<void> {
    const updates = [...grades].map(([designation, grade]) => ({
      updateMany: { filter: { designation, grade: { $ne: grade } }, update: { $set: { grade } } },
    }));
    if (updates.length > 0) await this.records.bulkWrite(updates, { ordered: false });
  }

  override async addShifts(rows: readonly ({ employeeId: string } & Shift)[], saidAt: Date): Promise<void> {
    if (rows.length > 0) await this.records.bulkWrite(addingShifts(rows, saidAt), { ordered: false });
  }

  override async setPassword(id: string, passwordHash: string, session?: Snapshot): Promise<void> {
    await this.records.updateOne({ _id: id }, { $set: { passwordHash } }, { session });
  }

  override async remove(id: string): Promise<boolean> {
    await this.records.updateMany({ managerId: id }, { $unset: { managerId: '' } });
    return (await this.records.deleteOne({ _id: id })).deletedCount > 0;
  }

  private async assertFree(id: string, emailKey: string, session: Snapshot): Promise<void> {
    const owner = await this.records.findOne({ emailKey, _id: { $ne: id } }, { projection: { _id: 1 }, session });
    if (owner) throw new DomainError('conflict', 'Somebody else has this e-mail address.');
  }

  private get records(): mongo.Collection<PersonRecord> {
    return this.mongo.collection<PersonRecord>(PEOPLE);
  }
}
