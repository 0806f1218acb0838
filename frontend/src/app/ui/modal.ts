import { Component, afterNextRender, input, output, viewChild, type ElementRef } from '@angular/core';

let made = 0;

/** A dialog over the page, open for as long as it exists. Its content goes inside, its buttons marked `actions`. */
@Component({
  selector: 'app-modal',
  template: `
    <dialog #dialog [attr.aria-labelledby]="headingId" (close)="closed.emit()">
      <h2 [id]="headingId">{{ heading() }}</h2>
      <ng-content />
      <div class="actions"><ng-content select="[actions]" /></div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(var(--modal-width, 26rem), calc(100vw - 2rem));
      max-height: calc(100dvh - 2rem);
      padding: var(--ev-space-5);
      overflow: auto;
      border: 1px solid var(--ev-line-soft);
      border-radius: var(--ev-radius-lg);
      background: var(--ev-surface-raised);
      box-shadow: var(--ev-shadow-2);
      color: var(--ev-ink);
      overflow-wrap: anywhere;
    }

    dialog::backdrop {
      background: rgb(10 12 20 / 45%);
    }

    h2 {
      margin-block-end: var(--ev-space-2);
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--ev-space-2);
      margin-block-start: var(--ev-space-5);
    }
  `,
})
export class Modal {
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  readonly heading = input.required<string>();
  readonly closed = output<void>();
  protected readonly headingId = `modal-${++made}`;

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  close(): void {
    this.dialog().nativeElement.close();
  }
}
