import { Component, computed, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';

/** What is wrong with a field, once the person has been there. Link it with `aria-describedby`. */
@Component({
  selector: 'app-field-problem',
  host: { class: 'field-problem' },
  template: '{{ problem() }}',
  styles: `
    :host:empty {
      display: none;
    }
  `,
})
export class FieldProblem {
  readonly field = input.required<FieldTree<string>>();
  protected readonly problem = computed(() => {
    const state = this.field()();
    return state.touched() ? (state.errors()[0]?.message ?? '') : '';
  });
}
