import { Component, inject, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { ChoiceList, type Choice } from '../../ui/choice-list';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import { Organisation } from '../organisation';
import type { AudienceDraft } from './audience-draft';

const ROLES: Choice[] = [
  { value: 'user', label: 'Member' },
  { value: 'manager', label: 'Manager' },
  { value: 'publisher', label: 'Publisher' },
  { value: 'admin', label: 'Administrator' },
];

/** Whom something concerns, as part of a form. */
@Component({
  selector: 'app-audience-fields',
  imports: [ChoiceList, FieldControl, FormField, LabelledField],
  providers: [Organisation],
  template: `
    <app-choice-list
      legend="Departments"
      [none]="organisation.absence()"
      [choices]="organisation.departments()"
      [formField]="audience().departments"
    />
    <app-choice-list
      legend="Grades"
      [none]="organisation.absence()"
      [choices]="organisation.grades()"
      [formField]="audience().grades"
    />
    <app-choice-list legend="Roles" none="" [choices]="roles" [formField]="audience().roles" />
    <div class="years">
      <app-field controlId="audience-min" label="Years of experience, from" [field]="audience().minExperienceYears">
        <input
          appControl
          type="text"
          inputmode="decimal"
          autocomplete="off"
          placeholder="Any"
          [formField]="audience().minExperienceYears"
        />
      </app-field>
      <app-field controlId="audience-max" label="To" [field]="audience().maxExperienceYears">
        <input
          appControl
          type="text"
          inputmode="decimal"
          autocomplete="off"
          placeholder="Any"
          [formField]="audience().maxExperienceYears"
        />
      </app-field>
    </div>
  `,
  styles: `
    :host,
    .years {
      display: grid;
      gap: var(--ev-space-4);
    }

    .years {
      grid-template-columns: minmax(0, 12rem) minmax(0, 12rem);
      align-items: end;
    }
  `,
})
export class AudienceFields {
  protected readonly organisation = inject(Organisation);
  protected readonly roles = ROLES;
  readonly audience = input.required<FieldTree<AudienceDraft>>();
}
