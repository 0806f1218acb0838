import { Component, computed, effect, inject, output, signal, untracked } from '@angular/core';
import { FormField, form, validate } from '@angular/forms/signals';
import { Session } from '../../core/session';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import { isYears } from '../bulk/audience-draft';
import { Organisation } from '../organisation';
import { EVERY_EMPLOYEE, type EmployeeFilter } from './employees-api';

const PAUSE_MS = 250;

/** By what one looks for employees; tells a moment after the last letter. */
@Component({
  selector: 'app-employee-filters',
  imports: [FieldControl, FormField, LabelledField],
  providers: [Organisation],
  template: `
    <form class="card" role="search" aria-label="Employees" (submit)="$event.preventDefault()">
      <app-field class="search" controlId="employee-search" label="Search" [field]="fields.q">
        <input appControl type="search" autocomplete="off" placeholder="Name, id or email" [formField]="fields.q" />
      </app-field>
      @if (seesAll()) {
        <app-field controlId="employee-department" label="Department" [field]="fields.department">
          <select appControl [formField]="fields.department">
            <option value="">Any</option>
            @for (choice of organisation.departments(); track choice.value) {
              <option [value]="choice.value">{{ choice.label }}</option>
            }
          </select>
        </app-field>
      }
      <app-field [class.line]="!seesAll()" controlId="employee-grade" label="Grade" [field]="fields.grade">
        <select appControl [formField]="fields.grade">
          <option value="">Any</option>
          @for (choice of organisation.grades(); track choice.value) {
            <option [value]="choice.value">{{ choice.label }}</option>
          }
        </select>
      </app-field>
      <app-field controlId="employee-min" label="Years, from" [field]="fields.minExperienceYears">
        <input appControl type="text" inputmode="decimal" autocomplete="off" [formField]="fields.minExperienceYears" />
      </app-field>
      <app-field controlId="employee-max" label="Years, to" [field]="fields.maxExperienceYears">
        <input appControl type="text" inputmode="decimal" autocomplete="off" [formField]="fields.maxExperienceYears" />
      </app-field>
    </form>
  `,
  styles: `
    form {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--ev-space-3);
      padding: var(--ev-space-4);
    }

    .search,
    .line {
      grid-column: 1 / -1;
    }

    @media (width >= 56rem) {
      form {
        grid-template-columns: minmax(0, 2fr);
        grid-auto-columns: minmax(0, 1fr);
        grid-auto-flow: column;
      }

      .search,
      .line {
        grid-column: auto;
      }
    }
  `,
})
export class EmployeeFilters {
  private readonly session = inject(Session);
  protected readonly organisation = inject(Organisation);
  readonly changed = output<EmployeeFilter>();

  private readonly filter = signal(EVERY_EMPLOYEE);
  /** A manager sees one department anyway. */
  protected readonly seesAll = computed(() => this.session.roles().includes('admin'));
  protected readonly fields = form(this.filter, (path) => {
    for (const years of [path.minExperienceYears, path.maxExperienceYears]) {
      validate(years, ({ value }) =>
        isYears(value()) ? null : { kind: 'years', message: 'A number of years.' },
      );
    }
  });

  constructor() {
    effect((onCleanup) => {
      const filter = this.filter();
      if (!untracked(() => this.fields().valid())) return;
      const timer = setTimeout(() => this.changed.emit(filter), PAUSE_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
