import type { ElementRef} from '@angular/core';
import { Component, afterNextRender, input, output, viewChild } from '@angular/core';
import type { ManagedAnnouncement } from '@eventide/contracts';

/** Asks once more before an announcement disappears from every screen. */
@Component({
  selector: 'app-withdraw-dialog',
  template: `
    <dialog #dialog aria-labelledby="withdraw-question" (close)="closed.emit()">
      <h2 id="withdraw-question">Withdraw this announcement?</h2>
      <p>“{{ item().title }}” disappears from every screen. It can’t be published again.</p>
      <div class="actions">
        <button class="button" type="button" autofocus (click)="dialog.close()">Keep it</button>
        <button class="button button-danger" type="button" (click)="confirmed.emit()">Withdraw</button>
      </div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(26rem, calc(100vw - 2rem));
      padding: var(--ev-space-5);
      border: 1px solid var(--ev-line-soft);
      border-radius: var(--ev-radius-lg);
      background: var(--ev-surface-raised);
      box-shadow: var(--ev-shadow-2);
      color: var(--ev-ink);
    }

    dialog::backdrop {
      background: rgb(10 12 20 / 45%);
    }

    p {
      margin-block: var(--ev-space-2) var(--ev-space-5);
      color: var(--ev-ink-soft);
      overflow-wrap: anywhere;
    }

    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--ev-space-2);
    }
  `,
})
export class WithdrawDialog {
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  readonly item = input.required<ManagedAnnouncement>();
  readonly confirmed = output<void>();
  readonly closed = output<void>();

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }
}
