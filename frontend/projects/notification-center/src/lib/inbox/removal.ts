import { signal } from '@angular/core';

/** A deletion that is on screen already, while the server knows nothing of it: it can still be undone. */
export class Removal {
  private readonly open = signal(true);
  /** Neither undone nor sent yet. */
  readonly isOpen = this.open.asReadonly();

  constructor(private readonly acts: { undo(): void; send(): Promise<void> }) {}

  /** Takes it back, unless it was sent already. */
  undo(): void {
    if (this.end()) this.acts.undo();
  }

  /** Sends it now, unless it was undone; resolves when the server has answered. */
  async send(): Promise<void> {
    if (this.end()) await this.acts.send();
  }

  private end(): boolean {
    const wasOpen = this.open();
    this.open.set(false);
    return wasOpen;
  }
}
