import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import type { EmployeeDetails, EmployeePage } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';

/** What the list is narrowed to; an empty text narrows nothing. */
export interface EmployeeFilter {
  /** A part of name, id or email. */
  q: string;
  department: string;
  grade: string;
  minExperienceYears: string;
  maxExperienceYears: string;
}

export const EVERY_EMPLOYEE: EmployeeFilter = {
  q: '',
  department: '',
  grade: '',
  minExperienceYears: '',
  maxExperienceYears: '',
};

export const EMPLOYEES_PER_PAGE = 100;

/** The directory's routes. Every call rejects with the failed request. */
@Injectable({ providedIn: 'root' })
export class EmployeesApi {
  private readonly http = inject(HttpClient);

  /** @param page from 0 */
  page(filter: EmployeeFilter, page: number): Promise<EmployeePage> {
    const wanted = Object.entries<string>({ ...filter }).filter(([, text]) => text.trim() !== '');
    const params = Object.fromEntries(wanted.map(([name, text]) => [name, text.trim()]));
    return firstValueFrom(
      this.http.get<EmployeePage>('/api/employees', {
        params: { ...params, limit: EMPLOYEES_PER_PAGE, offset: page * EMPLOYEES_PER_PAGE },
      }),
    );
  }

  details(id: string): Promise<EmployeeDetails> {
    return firstValueFrom(this.http.get<EmployeeDetails>(`/api/employees/${encodeURIComponent(id)}`));
  }

  /** Mails a link to set a password. */
  async invite(id: string): Promise<void> {
    await firstValueFrom(this.http.post<unknown>(`/api/users/${encodeURIComponent(id)}/invite`, null));
  }
}
