import type { Person, User, UserRequest } from '@eventide/contracts';
import type { Snapshot } from '../platform/mongo.js';

/** What signing in needs of an account. */
export interface Account {
  user: User;
  /** Null: this person can't sign in here. */
  passwordHash: string | null;
}

/** The roles of somebody registered without any. */
export const DEFAULT_ROLES: readonly string[] = ['user'];

/**
 * The people that the product knows. A person who only ever came with a host application's token is not among them.
 * E-mail addresses are unique whatever their case.
 */
export abstract class PeopleRepository {
  abstract find(id: string): Promise<User | null>;

  abstract findByEmail(email: string): Promise<Account | null>;

  /** Names of those among the ids who are known. */
  abstract names(ids: readonly string[]): Promise<Map<string, string>>;

  /** People whose name or id starts with the text in any word, whatever the case, by name; all for an empty text. */
  abstract search(text: string, limit: number): Promise<Person[]>;

  /** Ids of people who have the role, in their order, beginning behind the id `after`; with an empty one from the start. */
  abstract withRole(role: string, after: string, limit: number): Promise<string[]>;

  /**
   * Registers a person, or replaces the given fields of one; the others stay.
   * @param session the transaction to take part in
   * @throws DomainError `conflict` when somebody else has the e-mail address
   */
  abstract upsert(id: string, request: UserRequest, session?: Snapshot): Promise<User>;

  /** Nothing happens for somebody unknown. */
  abstract setPassword(id: string, passwordHash: string): Promise<void>;

  /** @returns whether there was such a person */
  abstract remove(id: string): Promise<boolean>;
}
