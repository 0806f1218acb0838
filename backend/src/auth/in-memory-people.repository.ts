import type { Person, User, UserRequest } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';
import { DEFAULT_ROLES, PeopleRepository, type Account } from './people.repository.js';

const UNKNOWN = { email: null, department: null, grade: null, hiredAt: null, locale: null, timezone: null };

/** The twin for unit specs. */
export class InMemoryPeopleRepository extends PeopleRepository {
  private readonly users = new Map<string, User>();
  private readonly passwords = new Map<string, string>();

  override async find(id: string): Promise<User | null> {
    return this.users.get(id) ?? null;
  }

  override async findByEmail(email: string): Promise<Account | null> {
    const user = this.owner(email);
    return user ? { user, passwordHash: this.passwords.get(user.id) ?? null } : null;
  }

  override async names(ids: readonly string[]): Promise<Map<string, string>> {
    const known = ids.flatMap((id) => this.users.get(id) ?? []);
    return new Map(known.map(({ id, name }) => [id, name]));
  }

  override async search(text: string, limit: number): Promise<Person[]> {
    const wanted = text.toLowerCase();
    const matches = (value: string) => ` ${value.toLowerCase()}`.includes(` ${wanted}`);
    return [...this.users.values()]
      .filter(({ id, name }) => wanted === '' || matches(id) || matches(name))
      .sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1))
      .slice(0, limit)
      .map(({ id, name }) => ({ id, name }));
  }

  override async withRole(role: string, after: string, limit: number): Promise<string[]> {
    return [...this.users.values()]
      .filter(({ id, roles }) => roles.includes(role) && id > after)
      .map(({ id }) => id)
      .sort()
      .slice(0, limit);
  }

  override async upsert(id: string, request: UserRequest): Promise<User> {
    if (request.email !== undefined && (this.owner(request.email)?.id ?? id) !== id) {
      throw new DomainError('conflict', 'Somebody else has this e-mail address.');
    }
    const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
    const before = this.users.get(id) ?? { ...UNKNOWN, id, name: request.name, roles: [...DEFAULT_ROLES] };
    const user = { ...before, ...given };
    this.users.set(id, user);
    return user;
  }

  override async setPassword(id: string, passwordHash: string): Promise<void> {
    if (this.users.has(id)) this.passwords.set(id, passwordHash);
  }

  override async remove(id: string): Promise<boolean> {
    this.passwords.delete(id);
    return this.users.delete(id);
  }

  private owner(email: string): User | undefined {
    return [...this.users.values()].find((user) => user.email?.toLowerCase() === email.toLowerCase());
  }
}
