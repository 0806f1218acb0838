import { Component, effect, input, output, untracked } from '@angular/core';
import type { Removal } from '../inbox/removal';

export const UNDO_MS = 6_000;

/** Offers for a while to take a deletion back; the time stands still under the pointer and with the focus. */
@Component({
  selector: 'eventide-undo-bar',
  template: `
    <span>Notification deleted</span>
    <button class="text-button" type="button" (click)="undo()">Undo</button>
  `,
  styleUrls: ['../widget.css', './undo-bar.css'],
  host: {
    '(mouseenter)': 'hold("hover")',
    '(mouseleave)': 'release("hover")',
    '(focusin)': 'hold("focus")',
    '(focusout)': 'release("focus")',
  },
})
export class UndoBar {
  readonly removal = input.required<Removal>();
  readonly undone = output();

  private readonly holds = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect((onCleanup) => {
      const removal = this.removal();
      untracked(() => this.wait());
      onCleanup(() => {
        clearTimeout(this.timer);
        void removal.send();
      });
    });
  }

  protected undo(): void {
    this.removal().undo();
    this.undone.emit();
  }

  protected hold(reason: string): void {
    this.holds.add(reason);
    clearTimeout(this.timer);
  }

  protected release(reason: string): void {
    this.holds.delete(reason);
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    const isDue = this.holds.size === 0 && this.removal().isOpen();
    if (isDue) this.timer = setTimeout(() => void this.removal().send(), UNDO_MS);
  }
}
