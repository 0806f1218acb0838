import type { Audience, Employee, EmployeeDetails, Person, Role, User, UserRequest } from '@eventide/contracts';
import type { Snapshot } from '../platform/mongo.js';

/** What signing in needs of an account. */
export interface Account {
  user: User;
  /** Null: this person can't sign in here. */
  passwordHash: string | null;
}

/** The roles of somebody registered without any. */
export const DEFAULT_ROLES: readonly string[] = ['user'];

/** The role of those who answer for a department. */
export const MANAGER = 'manager';

/** One of those who are meant, with what it takes to tell them. */
export type AudienceMember = Pick<User, 'id' | 'name' | 'email' | 'department' | 'locale'>;

/** An employee without what follows from the organisation and from today. */
export type KeptEmployee = Omit<Employee, 'area' | 'areaName' | 'departmentName' | 'designationTitle' | 'experienceYears'>;

export type Shift = EmployeeDetails['schedule'][number];

/** An employee as a list of the whole company names one. */
export interface EmployeeRow {
  id: string;
  name: string;
  email: string;
  /** Without them an employee keeps the roles, and a new one gets the default. */
  roles?: Role[];
  /** Codes. */
  department: string;
  designation: string;
  grade: string;
  /** `YYYY-MM-DD`. */
  hiredAt: string;
  managerId: string | null;
}

/** Who is to be listed: those of the audience who are found by every word of the text. */
export interface EmployeeFilter extends Audience {
  /** Each word begins a word of the name, the id or the e-mail address, whatever the case. */
  text?: string;
}

/** Where a page of employees ended. */
export type EmployeePlace = Pick<Employee, 'name' | 'id'>;

/**
 * The people that the product knows; an employee is a person like any other. A person who only ever came with a host
 * application's token is not among them. E-mail addresses are unique whatever their case. Experience is judged as of
 * the moment of the call.
 */
export abstract class PeopleRepository {
  abstract find(id: string): Promise<User | null>;

  abstract findByEmail(email: string): Promise<Account | null>;

  /** Names of those among the ids who are known. */
  abstract names(ids: readonly string[]): Promise<Map<string, string>>;

  /** Ids of those who have these e-mail addresses, by address in lower case; addresses that nobody has are left out. */
  abstract emailOwners(emails: readonly string[]): Promise<Map<string, string>>;

  /** People whose name or id has every word of the text at the beginning of a word, by name; all for an empty text. */
  abstract search(text: string, limit: number): Promise<Person[]>;

  /** Ids of people who have the role, in their order, beginning behind the id `after`; with an empty one from the start. */
  abstract withRole(role: string, after: string, limit: number): Promise<string[]>;

  /** Who is meant, by id, beginning behind the id `after`; with an empty one from the start. */
  abstract matching(audience: Audience, after: string, limit: number): Promise<AudienceMember[]>;

  /** How many are meant. */
  abstract count(audience: Audience): Promise<number>;

  /** Those of the department with the role manager. */
  abstract managersOf(department: string): Promise<AudienceMember[]>;

  /**
   * One page by name and id.
   * @param start the place behind which it begins, or how many come before it
   */
  abstract employees(filter: EmployeeFilter, limit: number, start?: EmployeePlace | number): Promise<KeptEmployee[]>;

  /** How many there are on all pages. */
  abstract countEmployees(filter: EmployeeFilter): Promise<number>;

  /** The codes of departments and the grades that these employees have, each in its order. */
  abstract departmentsAndGrades(audience: Audience): Promise<{ departments: string[]; grades: string[] }>;

  abstract findEmployee(id: string): Promise<(KeptEmployee & { schedule: Shift[] }) | null>;

  /**
   * Registers a person, or replaces the given fields of one; the others stay.
   * @param session the transaction to take part in
   * @throws DomainError `conflict` when somebody else has the e-mail address
   */
  abstract upsert(id: string, request: UserRequest, session?: Snapshot): Promise<User>;

  /**
   * Registers employees, or replaces the fields of those who are known; passwords, languages and schedules stay. Each
   * is written for itself, so a call that failed may be repeated.
   * @returns ids of those who were not written: somebody else has the e-mail address
   */
  abstract upsertMany(rows: readonly EmployeeRow[]): Promise<string[]>;

  /** Gives everybody of a designation its grade. */
  abstract regrade(grades: ReadonlyMap<string, string>): Promise<void>;

  /**
   * Adds shifts to schedules. What was said of a person earlier goes with the first shifts of `saidAt`, and once something
   * was said later these are too late; a repetition changes nothing, nor does a shift of somebody unknown.
   * @param saidAt the same for all that belongs together, in however many calls
   */
  abstract addShifts(rows: readonly ({ employeeId: string } & Shift)[], saidAt: Date): Promise<void>;

  /**
   * Nothing happens for somebody unknown.
   * @param session the transaction to take part in
   */
  abstract setPassword(id: string, passwordHash: string, session?: Snapshot): Promise<void>;

  /** Whoever had this manager then has none. @returns whether there was such a person */
  abstract remove(id: string): Promise<boolean>;
}
