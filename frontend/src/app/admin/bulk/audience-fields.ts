import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import type { AudienceDraft } from './audience-draft';

/** Whom something concerns, as part of a form. */
@Component({
  selector: 'app-audience-fields',
  imports: [FieldControl, FormField, LabelledField],
  template: `
    <fieldset>
      <legend class="field-label">Who gets it</legend>
      <p class="field-hint" id="audience-hint">Several values with commas. What is left empty doesn’t matter.</p>
      <div class="fields">
        <app-field controlId="audience-departments" label="Departments" explainedBy="audience-hint" [field]="audience().departments">
          <input appControl type="text" autocomplete="off" placeholder="Sales, Engineering" [formField]="audience().departments" />
        </app-field>
        <app-field controlId="audience-grades" label="Grades" explainedBy="audience-hint" [field]="audience().grades">
          <input appControl type="text" autocomplete="off" placeholder="Any" [formField]="audience().grades" />
        </app-field>
        <app-field controlId="audience-roles" label="Roles" explainedBy="audience-hint" [field]="audience().roles">
          <input appControl type="text" autocomplete="off" placeholder="Any" [formField]="audience().roles" />
        </app-field>
        <div class="years">
          <app-field controlId="audience-min" label="Years, from" [field]="audience().minExperienceYears">
            <input appControl type="text" inputmode="decimal" autocomplete="off" [formField]="audience().minExperienceYears" />
          </app-field>
          <app-field controlId="audience-max" label="Years, to" [field]="audience().maxExperienceYears">
            <input appControl type="text" inputmode="decimal" autocomplete="off" [formField]="audience().maxExperienceYears" />
          </app-field>
        </div>
      </div>
    </fieldset>
  `,
  styles: `
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
      gap: var(--ev-space-3) var(--ev-space-4);
      margin-block-start: var(--ev-space-3);
    }

    .years {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--ev-space-3);
    }
  `,
})
export class AudienceFields {
  readonly audience = input.required<FieldTree<AudienceDraft>>();
}
