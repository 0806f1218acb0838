import type { ElementRef} from '@angular/core';
import { Component, inject, signal, viewChild } from '@angular/core';
import type { ManagedAnnouncement } from '@eventide/contracts';
import { failureOf } from '../../core/failure';
import { ListState } from '../../ui/list-state';
import { StateMessage } from '../../ui/state-message';
import { AnnouncementEditor } from './announcement-editor';
import { AnnouncementForm } from './announcement-form';
import { AnnouncementList } from './announcement-list';
import { AnnouncementRow } from './announcement-row';
import { AnnouncementsApi } from './announcements-api';
import { WithdrawDialog } from './withdraw-dialog';

/** Where administrators tell everybody something, now or later, and take it back. */
@Component({
  selector: 'app-announcements-page',
  imports: [AnnouncementForm, AnnouncementRow, ListState, StateMessage, WithdrawDialog],
  providers: [AnnouncementEditor, AnnouncementList],
  templateUrl: './announcements-page.html',
  styleUrl: './announcements-page.css',
})
export class AnnouncementsPage {
  private readonly api = inject(AnnouncementsApi);
  private readonly top = viewChild.required<ElementRef<HTMLElement>>('top');
  private readonly editor = inject(AnnouncementEditor);
  protected readonly list = inject(AnnouncementList);
  protected readonly withdrawing = signal<ManagedAnnouncement | null>(null);
  protected readonly said = signal<{ text: string; failed: boolean } | null>(null);

  constructor() {
    void this.list.refresh();
  }

  protected edit(item: ManagedAnnouncement): void {
    this.said.set(null);
    this.editor.edit(item);
    this.top().nativeElement.focus();
  }

  protected saved(text: string): void {
    this.said.set({ text, failed: false });
    void this.list.refresh();
  }

  protected async withdraw(item: ManagedAnnouncement): Promise<void> {
    this.withdrawing.set(null);
    if (this.editor.editing()?.id === item.id) this.editor.startNew();
    try {
      await this.api.withdraw(item.id);
      this.said.set({ text: `“${item.title}” is withdrawn.`, failed: false });
    } catch (error) {
      this.said.set({ text: failureOf(error).message, failed: true });
    }
    await this.list.refresh();
  }
}
