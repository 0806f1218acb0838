import { WEEKDAYS, type Employee } from '@eventide/contracts';
import { wholeYearsSince } from '../auth/experience.js';
import type { AreaRecord, DepartmentRecord, DesignationRecord } from '../auth/organisation.schema.js';
import type { KeptEmployee, Shift } from '../auth/people.repository.js';

/** What codes stand for; not every code has to be there. */
export interface Names {
  areas: ReadonlyMap<string, AreaRecord>;
  departments: ReadonlyMap<string, DepartmentRecord>;
  designations: ReadonlyMap<string, DesignationRecord>;
}

/** An employee as shown at `now`. */
export function employeeView(employee: KeptEmployee, names: Names, now: Date): Employee {
  const department = names.departments.get(employee.department ?? '');
  const area = department?.areaCode ?? null;
  return {
    ...employee,
    area,
    areaName: names.areas.get(area ?? '')?.name ?? null,
    departmentName: department?.name ?? null,
    designationTitle: names.designations.get(employee.designation ?? '')?.title ?? null,
    experienceYears: employee.hiredAt === null ? null : wholeYearsSince(employee.hiredAt, now),
  };
}

/** Through the week, from Monday. */
export function inOrder(schedule: readonly Shift[]): Shift[] {
  const rank = ({ weekday, start }: Shift) => `${WEEKDAYS.indexOf(weekday)} ${start}`;
  return schedule.toSorted((a, b) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b))));
}
