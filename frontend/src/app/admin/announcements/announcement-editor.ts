import { Injectable, signal } from '@angular/core';
import type { ManagedAnnouncement } from '@eventide/contracts';
import { EMPTY_DRAFT, draftOf } from './announcement-draft';

/** What the form is about: a new announcement, or one of the list as it was when its editing began. */
@Injectable()
export class AnnouncementEditor {
  private readonly item = signal<ManagedAnnouncement | null>(null);
  /** Null while a new one is written. */
  readonly editing = this.item.asReadonly();
  readonly draft = signal(EMPTY_DRAFT);

  edit(item: ManagedAnnouncement): void {
    this.item.set(item);
    this.draft.set(draftOf(item));
  }

  startNew(): void {
    this.item.set(null);
    this.draft.set(EMPTY_DRAFT);
  }
}
