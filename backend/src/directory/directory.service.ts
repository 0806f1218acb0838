import { Injectable } from '@nestjs/common';
import type { Audience, EmployeeDetails, EmployeePage, OrganisationChoices } from '@eventide/contracts';
import { Organisation } from '../auth/organisation.store.js';
import { PeopleRepository, type EmployeeFilter, type KeptEmployee } from '../auth/people.repository.js';
import type { UserPrincipal } from '../auth/principal.js';
import { DomainError } from '../platform/domain-error.js';
import { readPageToken, writePageToken } from '../platform/page-token.js';
import { employeePlace, type EmployeesRequest } from './directory.schemas.js';
import { employeeView, inOrder, type Names } from './employee-view.js';

/** What a caller may look at: every department, or these. */
type Sight = 'everything' | string[];

/** The company as administrators see it, and managers their own department. */
@Injectable()
export class DirectoryService {
  constructor(
    private readonly people: PeopleRepository,
    private readonly organisation: Organisation,
  ) {}

  /** One page by name. @throws DomainError `invalid_request` for a `before` of other filters */
  async list(caller: UserPrincipal, { limit, before, offset = 0, ...query }: EmployeesRequest): Promise<EmployeePage> {
    const filter = filterOf(query, await this.sightOf(caller));
    const start = before === undefined ? offset : readPageToken(before, [filter], employeePlace);
    const [found, total] = await Promise.all([
      this.people.employees(filter, limit + 1, start),
      this.people.countEmployees(filter),
    ]);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const next = found.length > limit && last ? writePageToken({ name: last.name, id: last.id }, [filter]) : null;
    const names = await this.namesFor(page);
    const now = new Date();
    return { items: page.map((employee) => employeeView(employee, names, now)), next, total };
  }

  /** @throws DomainError `not_found`, also for who is in somebody else's department */
  async get(caller: UserPrincipal, id: string): Promise<EmployeeDetails> {
    const [sight, employee] = await Promise.all([this.sightOf(caller), this.people.findEmployee(id)]);
    if (!employee || !isInSight(employee, sight)) throw new DomainError('not_found');
    const { schedule, ...kept } = employee;
    const [names, driver] = await Promise.all([this.namesFor([kept]), this.organisation.driver(id)]);
    return { ...employeeView(kept, names, new Date()), schedule: inOrder(schedule), driver };
  }

  /** The departments and grades that the caller's employees have. */
  async choices(caller: UserPrincipal): Promise<OrganisationChoices> {
    const sight = await this.sightOf(caller);
    const audience: Audience = sight === 'everything' ? {} : { departments: sight };
    const { departments, grades } = await this.people.departmentsAndGrades(audience);
    const names = await this.organisation.departments(departments);
    return { departments: departments.map((code) => ({ code, name: names.get(code)?.name ?? null })), grades };
  }

  /** A manager's department is what the directory says, whatever the token does. */
  private async sightOf({ userId, roles }: UserPrincipal): Promise<Sight> {
    if (roles.includes('admin')) return 'everything';
    const department = (await this.people.find(userId))?.department ?? null;
    return department === null ? [] : [department];
  }

  private async namesFor(employees: readonly KeptEmployee[]): Promise<Names> {
    const codes = (key: 'department' | 'designation') => [...new Set(employees.flatMap((employee) => employee[key] ?? []))];
    const [departments, designations] = await Promise.all([
      this.organisation.departments(codes('department')),
      this.organisation.designations(codes('designation')),
    ]);
    const areas = [...departments.values()].flatMap(({ areaCode }) => areaCode ?? []);
    return { departments, designations, areas: await this.organisation.areas([...new Set(areas)]) };
  }
}

function isInSight({ department }: KeptEmployee, sight: Sight): boolean {
  return sight === 'everything' || (department !== null && sight.includes(department));
}

type Query = Omit<EmployeesRequest, 'limit' | 'before' | 'offset'>;

/** What is asked for, as far as it is in sight. */
function filterOf({ department, grade, q, minExperienceYears, maxExperienceYears }: Query, sight: Sight): EmployeeFilter {
  const seen = department === undefined ? sight : [department].filter((code) => sight === 'everything' || sight.includes(code));
  return {
    ...(seen !== 'everything' && { departments: seen }),
    ...(grade !== undefined && { grades: [grade] }),
    ...(minExperienceYears !== undefined && { minExperienceYears }),
    ...(maxExperienceYears !== undefined && { maxExperienceYears }),
    text: q,
  };
}
