import type { Audience, Person, User, UserRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { hireDays } from './experience.js';
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
import { searchWords, wordsOf } from './search-words.js';

interface Kept {
  user: User;
  passwordHash: string | null;
  designation: string | null;
  managerId: string | null;
  schedule: Shift[];
  scheduleSaidAt: number;
}

const NO_DETAILS = { email: null, department: null, grade: null, hiredAt: null, locale: null, timezone: null };

function unknown(id: string, name: string): Kept {
  const user = { ...NO_DETAILS, id, name, roles: [...DEFAULT_ROLES] };
  return { user, passwordHash: null, designation: null, managerId: null, schedule: [], scheduleSaidAt: 0 };
}

function isMeant({ id, department, grade, roles, hiredAt }: User, audience: Audience): boolean {
  const { minExperienceYears: min, maxExperienceYears: max } = audience;
  const { after = '', latest = '~' } = hireDays(min, max, new Date());
  const isHired = hiredAt === null ? min === undefined && max === undefined : after < hiredAt && hiredAt <= latest;
  return (
    isHired &&
    (audience.departments?.includes(department ?? '') ?? true) &&
    (audience.grades?.includes(grade ?? '') ?? true) &&
    (audience.roles?.some((role) => roles.includes(role)) ?? true) &&
    (audience.userIds?.includes(id) ?? true)
  );
}

function isFound(text: string, words: readonly string[]): boolean {
  return wordsOf(text).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function byName(a: EmployeePlace, b: EmployeePlace): number {
  return compare(a.name, b.name) || compare(a.id, b.id);
}

function memberOf({ id, name, email, department, locale }: User): AudienceMember {
  return { id, name, email, department, locale };
}

function employeeOf({ user, designation, managerId }: Kept): KeptEmployee {
  const { id, name, email, roles, department, grade, hiredAt } = user;
  return { id, name, email, roles, department, designation, grade, hiredAt, managerId };
}

/** The twin for unit specs. */
export class InMemoryPeopleRepository extends PeopleRepository {
  private readonly kept = new Map<string, Kept>();

  override async find(id: string): Promise<User | null> {
    return this.kept.get(id)?.user ?? null;
  }

  override async findByEmail(email: string): Promise<Account | null> {
    const owner = this.owner(email);
    return owner ? { user: owner.user, passwordHash: owner.passwordHash } : null;
  }

  override async names(ids: readonly string[]): Promise<Map<string, string>> {
    const known = ids.flatMap((id) => this.kept.get(id)?.user ?? []);
    return new Map(known.map(({ id, name }) => [id, name]));
  }

  override async emailOwners(emails: readonly string[]): Promise<Map<string, string>> {
    const owned = emails.flatMap((email) => {
      const owner = this.owner(email);
      return owner ? [[email.toLowerCase(), owner.user.id] as const] : [];
    });
    return new Map(owned);
  }

  override async search(text: string, limit: number): Promise<Person[]> {
    const found = this.users().filter(({ id, name }) => isFound(text, searchWords(id, name)));
    return found.sort(byName).slice(0, limit).map(({ id, name }) => ({ id, name }));
  }

  override async withRole(role: string, after: string, limit: number): Promise<string[]> {
    return (await this.matching({ roles: [role] }, after, limit)).map(({ id }) => id);
  }

  override async matching(audience: Audience, after: string, limit: number): Promise<AudienceMember[]> {
    const meant = this.users().filter((user) => user.id > after && isMeant(user, audience));
    return meant.sort((a, b) => compare(a.id, b.id)).slice(0, limit).map(memberOf);
  }

  override async count(audience: Audience): Promise<number> {
    return this.users().filter((user) => isMeant(user, audience)).length;
  }

  override managersOf(department: string): Promise<AudienceMember[]> {
    return this.matching({ departments: [department], roles: [MANAGER] }, '', Infinity);
  }

  override async employees(filter: EmployeeFilter, limit: number, start: EmployeePlace | number = 0): Promise<KeptEmployee[]> {
    const listed = this.listed(filter).sort((a, b) => byName(a.user, b.user));
    const rest = typeof start === 'object' ? listed.filter(({ user }) => byName(user, start) > 0) : listed.slice(start);
    return rest.slice(0, limit).map(employeeOf);
  }

  override async countEmployees(filter: EmployeeFilter): Promise<number> {
    return this.listed(filter).length;
  }

  override async departmentsAndGrades(audience: Audience): Promise<{ departments: string[]; grades: string[] }> {
    const meant = this.users().filter((user) => isMeant(user, audience));
    const distinct = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))].sort();
    return { departments: distinct(meant.map(({ department }) => department)), grades: distinct(meant.map(({ grade }) => grade)) };
  }

  override async findEmployee(id: string): Promise<(KeptEmployee & { schedule: Shift[] }) | null> {
    const kept = this.kept.get(id);
    return kept ? { ...employeeOf(kept), schedule: kept.schedule } : null;
  }

  override async upsert(id: string, request: UserRequest): Promise<User> {
    if (request.email !== undefined && this.isTaken(request.email, id)) {
      throw new DomainError('conflict', 'Somebody else has this e-mail address.');
    }
    const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
    const before = this.kept.get(id) ?? unknown(id, request.name);
    const user = { ...before.user, ...given };
    this.kept.set(id, { ...before, user });
    return user;
  }

  override async upsertMany(rows: readonly EmployeeRow[]): Promise<string[]> {
    let left = [...rows];
    for (let before = Infinity; left.length > 0 && left.length < before; ) {
      before = left.length;
      left = left.filter((row) => !this.put(row));
    }
    return left.map(({ id }) => id);
  }

  override async regrade(grades: ReadonlyMap<string, string>): Promise<void> {
    for (const { user, designation } of this.kept.values()) user.grade = grades.get(designation ?? '') ?? user.grade;
  }

  override async addShifts(rows: readonly ({ employeeId: string } & Shift)[], saidAt: Date): Promise<void> {
    for (const { employeeId, ...shift } of rows) {
      const kept = this.kept.get(employeeId);
      if (!kept || kept.scheduleSaidAt > saidAt.getTime()) continue;
      if (kept.scheduleSaidAt < saidAt.getTime()) kept.schedule = [];
      kept.scheduleSaidAt = saidAt.getTime();
      if (!kept.schedule.some((known) => JSON.stringify(known) === JSON.stringify(shift))) kept.schedule.push(shift);
    }
  }

  override async setPassword(id: string, passwordHash: string): Promise<void> {
    const kept = this.kept.get(id);
    if (kept) kept.passwordHash = passwordHash;
  }

  override async remove(id: string): Promise<boolean> {
    for (const kept of this.kept.values()) if (kept.managerId === id) kept.managerId = null;
    return this.kept.delete(id);
  }

  /** @returns whether nobody else has the address */
  private put({ roles, designation, managerId, ...fields }: EmployeeRow): boolean {
    if (this.isTaken(fields.email, fields.id)) return false;
    const before = this.kept.get(fields.id) ?? unknown(fields.id, fields.name);
    const user = { ...before.user, ...fields, ...(roles && { roles }) };
    this.kept.set(fields.id, { ...before, user, designation, managerId });
    return true;
  }

  private users(): User[] {
    return [...this.kept.values()].map(({ user }) => user);
  }

  private listed({ text = '', ...audience }: EmployeeFilter): Kept[] {
    const words = ({ id, name, email }: User) => [...searchWords(id, name), email?.toLowerCase() ?? ''];
    return [...this.kept.values()].filter(({ user }) => isMeant(user, audience) && isFound(text, words(user)));
  }

  private isTaken(email: string, id: string): boolean {
    return (this.owner(email)?.user.id ?? id) !== id;
  }

  private owner(email: string): Kept | undefined {
    return [...this.kept.values()].find(({ user }) => user.email?.toLowerCase() === email.toLowerCase());
  }
}
