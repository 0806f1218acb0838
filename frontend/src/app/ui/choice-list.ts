import { Component, computed, input, model } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';

export interface Choice {
  value: string;
  label: string;
}

/** Any number of a few choices, each a box to check; none checked means that it doesn't matter. */
@Component({
  selector: 'app-choice-list',
  template: `
    <fieldset>
      <legend class="field-label">{{ legend() }} <span class="field-optional">{{ summary() }}</span></legend>
      <div class="choices">
        @for (choice of choices(); track choice.value) {
          <label class="choice">
            <input type="checkbox" [checked]="value().includes(choice.value)" (change)="toggle(choice.value)" />
            <span>{{ choice.label }}</span>
          </label>
        } @empty {
          <p class="field-hint">{{ none() }}</p>
        }
      </div>
    </fieldset>
  `,
  styles: `
    .choices {
      max-height: 16rem;
      padding: 3px;
      margin: -3px;
      overflow: auto;
    }
  `,
})
export class ChoiceList implements FormValueControl<string[]> {
  readonly value = model<string[]>([]);
  readonly legend = input.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  /** What stands there without any choice. */
  readonly none = input.required<string>();
  protected readonly summary = computed(() => {
    const count = this.value().length;
    return count === 0 ? 'any' : `${count} chosen`;
  });

  protected toggle(choice: string): void {
    this.value.update((values) =>
      values.includes(choice) ? values.filter((value) => value !== choice) : [...values, choice],
    );
  }
}
