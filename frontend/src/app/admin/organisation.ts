import { HttpClient } from '@angular/common/http';
import { Injectable, computed, inject, resource } from '@angular/core';
import type { OrganisationChoices } from '@eventide/contracts';
import { firstValueFrom } from 'rxjs';
import { failureOf } from '../core/failure';
import { retryLater } from '../core/retry-later';
import type { Choice } from '../ui/choice-list';

/** The departments and grades that employees have, to choose from; read once for each page. */
@Injectable()
export class Organisation {
  private readonly http = inject(HttpClient);
  private readonly answer = resource({
    loader: () => firstValueFrom(this.http.get<OrganisationChoices>('/api/organisation')),
  });
  private readonly failure = computed(() => {
    const error = this.answer.error();
    return error === undefined ? null : failureOf(error);
  });
  private readonly known = computed(() => (this.answer.hasValue() ? this.answer.value() : null));

  readonly departments = computed<Choice[]>(
    () => this.known()?.departments.map(({ code, name }) => ({ value: code, label: name ?? code })) ?? [],
  );
  readonly grades = computed<Choice[]>(() => this.known()?.grades.map((value) => ({ value, label: value })) ?? []);
  /** What stands where a choice would be. */
  readonly absence = computed(() => {
    const failure = this.failure();
    if (failure !== null) return failure.message;
    return this.known() === null ? 'Loading …' : 'None known yet: they come with the workbook.';
  });

  constructor() {
    retryLater(this.failure, () => void this.answer.reload());
  }
}
