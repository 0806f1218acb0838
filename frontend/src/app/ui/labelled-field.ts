import { Component, Directive, computed, inject, input } from '@angular/core';

/** As much of a form's field as is shown beside its control. */
export interface JudgedField {
  touched(): boolean;
  invalid(): boolean;
  errors(): readonly { message?: string }[];
}

/**
 * A control with its label above and what is wrong with it below, once the person has been there. The control goes
 * inside: a native one marked `appControl`, or one that takes `controlId` and `problemId` itself.
 */
@Component({
  selector: 'app-field',
  host: { class: 'field' },
  template: `
    <label class="field-label" [attr.for]="controlId()">
      {{ label() }}
      @if (optional()) {
        <span class="field-optional">optional</span>
      }
    </label>
    <ng-content />
    @if (hint(); as text) {
      <p class="field-hint" [id]="hintId()">{{ text }}</p>
    }
    <p class="field-problem" [id]="problemId()">{{ problem() }}</p>
  `,
  styles: `
    .field-problem:empty {
      display: none;
    }
  `,
})
export class LabelledField {
  /** The id of the control; unique on the page. */
  readonly controlId = input.required<string>();
  readonly label = input.required<string>();
  readonly field = input.required<() => JudgedField>();
  readonly optional = input(false);
  readonly hint = input('');
  /** The id of another text that explains the control. */
  readonly explainedBy = input('');

  protected readonly hintId = computed(() => `${this.controlId()}-hint`);
  protected readonly problemId = computed(() => `${this.controlId()}-problem`);
  protected readonly problem = computed(() => {
    const state = this.field()();
    return state.touched() ? (state.errors()[0]?.message ?? '') : '';
  });
  readonly wrong = computed(() => this.field()().touched() && this.field()().invalid());
  readonly describedBy = computed(() =>
    [this.problemId(), this.hint() ? this.hintId() : '', this.explainedBy()].filter(Boolean).join(' '),
  );
}

/** The native control of a labelled field: named, explained and marked as wrong for those who can't see it. */
@Directive({
  selector: '[appControl]',
  host: {
    class: 'input',
    '[id]': 'field.controlId()',
    '[attr.aria-invalid]': 'field.wrong()',
    '[attr.aria-describedby]': 'field.describedBy()',
  },
})
export class FieldControl {
  protected readonly field = inject(LabelledField);
}
