import { Component, input, output, viewChild } from '@angular/core';
import { Modal } from './modal';

/** Asks once more before something that can't be taken back. The focus begins on the way out. */
@Component({
  selector: 'app-question',
  imports: [Modal],
  template: `
    <app-modal #modal [heading]="heading()" (closed)="closed.emit()">
      <p>{{ text() }}</p>
      <button actions class="button" type="button" (click)="modal.close()">{{ no() }}</button>
      <button
        actions
        class="button"
        type="button"
        [class.button-danger]="danger()"
        [class.button-primary]="!danger()"
        (click)="confirm()"
      >
        {{ yes() }}
      </button>
    </app-modal>
  `,
  styles: `
    p {
      color: var(--ev-ink-soft);
    }
  `,
})
export class Question {
  private readonly modal = viewChild.required(Modal);
  readonly heading = input.required<string>();
  readonly text = input.required<string>();
  readonly yes = input.required<string>();
  readonly no = input.required<string>();
  /** What is confirmed takes something away. */
  readonly danger = input(false);
  readonly confirmed = output<void>();
  /** By the other button, or by Escape. */
  readonly closed = output<void>();

  /** Closed first: only a dialog that is closed gives the focus back to where it was. */
  protected confirm(): void {
    this.modal().close();
    this.confirmed.emit();
  }
}
