import { describe, expect, it } from '@jest/globals';
import type { KeptEmployee } from '../auth/people.repository.js';
import { employeeView, inOrder } from './employee-view.js';

const NAMES = {
  areas: new Map([['N', { _id: 'N', name: 'North' }]]),
  departments: new Map([['S', { _id: 'S', name: 'Sales', areaCode: 'N' }], ['X', { _id: 'X', name: 'Elsewhere', areaCode: 'gone' }]]),
  designations: new Map([['clerk', { _id: 'clerk', title: 'Clerk', grade: 'G1' }]]),
};
const ANN: KeptEmployee = {
  id: 'a', name: 'Ann', email: 'a@x.test', roles: ['user'], department: 'S', designation: 'clerk', grade: 'G1', hiredAt: '2020-06-01', managerId: null,
};
const now = new Date('2026-05-31T10:00:00Z');

describe(employeeView.name, () => {
  it('adds the names behind the codes, and the years since the day of hiring', () => {
    expect(employeeView(ANN, NAMES, now)).toEqual({
      ...ANN, area: 'N', areaName: 'North', departmentName: 'Sales', designationTitle: 'Clerk', experienceYears: 5,
    });
  });

  it('shows null for what nobody knows', () => {
    const stranger = { ...ANN, department: 'unheard', designation: null, hiredAt: null };
    const unknown = { area: null, areaName: null, departmentName: null, designationTitle: null, experienceYears: null };
    expect(employeeView(stranger, NAMES, now)).toEqual({ ...stranger, ...unknown });
    expect(employeeView({ ...ANN, department: 'X' }, NAMES, now)).toMatchObject({ area: 'gone', areaName: null, departmentName: 'Elsewhere' });
  });
});

describe(inOrder.name, () => {
  it('goes through the week', () => {
    const shift = (weekday: 'Mon' | 'Tue' | 'Sun', start: string) => ({ weekday, start, end: '23:00' });
    const week = [shift('Mon', '08:00'), shift('Mon', '13:00'), shift('Tue', '07:00'), shift('Sun', '09:00')];
    expect(inOrder([week[3], week[1], week[2], week[0]].flatMap((one) => one ?? []))).toEqual(week);
  });
});
