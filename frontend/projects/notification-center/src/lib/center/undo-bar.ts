import { Component, effect, input, output } from '@angular/core';
import type { Removal } from '../inbox/removal';

export const UNDO_MS = 3_000;

/** Offers for a while to take a deletion back. The time stands still for nobody: other devices wait for the deletion. */
@Component({
  selector: 'eventide-undo-bar',
  template: `
    <span>Notification deleted<span class="visually-hidden">. Control and Z bring it back.</span></span>
    <button class="text-button" type="button" aria-keyshortcuts="Control+Z" title="Ctrl+Z" (click)="undo()">Undo</button>
  `,
  styleUrls: ['../widget.css', './undo-bar.css'],
})
export class UndoBar {
  readonly removal = input.required<Removal>();
  readonly undone = output();

  constructor() {
    effect((onCleanup) => {
      const removal = this.removal();
      const timer = setTimeout(() => void removal.send(), UNDO_MS);
      onCleanup(() => {
        clearTimeout(timer);
        void removal.send();
      });
    });
  }

  protected undo(): void {
    this.removal().undo();
    this.undone.emit();
  }
}
