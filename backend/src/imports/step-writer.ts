import { Injectable } from '@nestjs/common';
import type { Weekday } from '@eventide/contracts';
import { Organisation } from '../auth/organisation.store.js';
import { PeopleRepository } from '../auth/people.repository.js';
import type { RowFinding } from './sheet-check.js';
import type { SheetName, Values } from './steps.js';

/** A good row of a sheet. */
export interface GoodRow<N extends SheetName> {
  row: number;
  values: Values<N>;
}

/** What turned out wrong only when it was written. */
type Refusals = Promise<RowFinding[]>;
type Writers = { readonly [N in SheetName]: (rows: readonly GoodRow<N>[], begunAt: Date) => Refusals };

/** Writes rows into the directory. What is known is replaced, the rest is added, nothing is removed. */
@Injectable()
export class StepWriter {
  private readonly writers: Writers = {
    Areas: (rows) => this.all(this.organisation.putAreas(rows.map(({ values }) => values))),
    Departments: (rows) => this.all(this.organisation.putDepartments(rows.map(({ values }) => values))),
    Designations: (rows) => this.all(this.organisation.putDesignations(rows.map(({ values }) => values))),
    Employees: (rows) => this.employees(rows),
    Schedules: (rows, begunAt) => this.all(this.people.addShifts(rows.map(({ values }) => shiftOf(values)), begunAt)),
    Drivers: (rows) => this.all(this.organisation.putDrivers(rows.map(({ values: { driverId: id, ...values } }) => ({ id, ...values })))),
    Cars: (rows) =>
      this.all(this.organisation.putCars(rows.map(({ values: { driverId = null, ...values } }) => ({ driverId, ...values })))),
  };

  constructor(
    private readonly organisation: Organisation,
    private readonly people: PeopleRepository,
  ) {}

  /**
   * Writing the same rows again changes nothing.
   * @param begunAt when the import was asked for: of two that say something of one schedule the later one counts
   * @returns what could not be written
   */
  write<N extends SheetName>(sheet: N, rows: readonly GoodRow<N>[], begunAt: Date): Refusals {
    return rows.length === 0 ? Promise.resolve([]) : this.writers[sheet](rows, begunAt);
  }

  private async all(writing: Promise<void>): Refusals {
    await writing;
    return [];
  }

  private async employees(rows: readonly GoodRow<'Employees'>[]): Refusals {
    const designations = await this.organisation.designations([...new Set(rows.map(({ values }) => values.designationCode))]);
    const refused = await this.people.upsertMany(
      rows.map(({ values }) => ({
        id: values.employeeId,
        name: values.name,
        email: values.email,
        ...(values.roles !== undefined && { roles: values.roles.split(',') }),
        department: values.departmentCode,
        designation: values.designationCode,
        grade: designations.get(values.designationCode)?.grade ?? '',
        hiredAt: values.hiredAt,
        managerId: values.managerId ?? null,
      })),
    );
    const ids = new Set(refused);
    return rows
      .filter(({ values }) => ids.has(values.employeeId))
      .map(({ row, values }) => ({ row, about: values.employeeId, column: 'email', cell: values.email, problem: 'belongs to somebody else' }));
  }
}

function shiftOf({ employeeId, weekday, start, end }: Values<'Schedules'>) {
  return { employeeId, weekday: weekday as Weekday, start, end };
}
