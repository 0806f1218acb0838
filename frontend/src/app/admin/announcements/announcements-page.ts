import type { ElementRef} from '@angular/core';
import { Component, Injector, inject, input, signal, viewChild } from '@angular/core';
import type { ManagedAnnouncement } from '@eventide/contracts';
import { failureOf } from '../../core/failure';
import { keepFocus } from '../../ui/keep-focus';
import { ListState } from '../../ui/list-state';
import { Question } from '../../ui/question';
import { StateMessage } from '../../ui/state-message';
import { JobCard } from '../bulk/job-card';
import { JobFollower } from '../bulk/job-follower';
import { RecentJobs } from '../bulk/recent-jobs';
import { ShownJob } from '../bulk/shown-job';
import { AnnouncementEditor } from './announcement-editor';
import { AnnouncementForm } from './announcement-form';
import { AnnouncementList } from './announcement-list';
import { AnnouncementRow } from './announcement-row';
import { AnnouncementsApi } from './announcements-api';

/** Where administrators tell everybody something, now or later, and take it back. */
@Component({
  selector: 'app-announcements-page',
  imports: [AnnouncementForm, AnnouncementRow, JobCard, ListState, RecentJobs, Question, StateMessage],
  providers: [AnnouncementEditor, AnnouncementList, JobFollower, ShownJob],
  templateUrl: './announcements-page.html',
  styleUrl: './announcements-page.css',
})
export class AnnouncementsPage {
  private readonly api = inject(AnnouncementsApi);
  private readonly injector = inject(Injector);
  private readonly top = viewChild.required<ElementRef<HTMLElement>>('top');
  private readonly published = viewChild.required<ElementRef<HTMLElement>>('published');
  private readonly editor = inject(AnnouncementEditor);
  protected readonly list = inject(AnnouncementList);
  protected readonly follower = inject(JobFollower);
  protected readonly shownJob = inject(ShownJob);
  /** The id, in the address, of what is being sent to a selection. */
  readonly job = input<string>();
  protected readonly withdrawing = signal<ManagedAnnouncement | null>(null);
  protected readonly said = signal<{ text: string; failed: boolean } | null>(null);

  constructor() {
    this.shownJob.connect('/api/broadcasts', this.job);
    void this.list.refresh();
  }

  protected edit(item: ManagedAnnouncement): void {
    this.said.set(null);
    this.editor.edit(item);
    this.top().nativeElement.focus();
  }

  protected putAway(): void {
    this.shownJob.clear();
    keepFocus(this.top().nativeElement, this.injector);
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
    keepFocus(this.published().nativeElement, this.injector);
  }
}
