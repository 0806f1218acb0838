import { Component, LOCALE_ID, computed, inject, output, signal, viewChild } from '@angular/core';
import { FormField, FormRoot, form } from '@angular/forms/signals';
import { SEVERITIES, type Audience, type Job, type ManagedAnnouncement } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { Attempt } from '../../core/attempt';
import { failureOf } from '../../core/failure';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import { AudienceCount } from '../bulk/audience-count';
import { audienceOf } from '../bulk/audience-draft';
import { AudienceFields } from '../bulk/audience-fields';
import { broadcastOf, patchOf, requestOf, timeZoneName } from './announcement-draft';
import { AnnouncementEditor } from './announcement-editor';
import { AnnouncementPreview } from './announcement-preview';
import { announcementRules } from './announcement-rules';
import { AnnouncementsApi } from './announcements-api';
import { BroadcastsApi } from './broadcasts-api';

/** The form for a new announcement, or for one that is being edited, with a preview beside it. */
@Component({
  selector: 'app-announcement-form',
  imports: [AnnouncementPreview, AudienceCount, AudienceFields, FieldControl, FormField, FormRoot, Icon, LabelledField],
  templateUrl: './announcement-form.html',
  styleUrl: './announcement-form.css',
})
export class AnnouncementForm {
  private readonly api = inject(AnnouncementsApi);
  private readonly broadcasts = inject(BroadcastsApi);
  private readonly attempt = new Attempt();
  private readonly editor = inject(AnnouncementEditor);
  private readonly counter = viewChild(AudienceCount);
  /** Stored: a sentence that says what became of it. */
  readonly saved = output<string>();
  /** On its way to a selection of people. */
  readonly begun = output<Job>();

  protected readonly editing = this.editor.editing;
  protected readonly draft = this.editor.draft;
  protected readonly failure = signal<string | null>(null);
  protected readonly severities = SEVERITIES;
  protected readonly selective = computed(() => this.draft().reach === 'selection');
  protected readonly startIsOpen = computed(
    () => !this.selective() && (this.editing()?.state ?? 'scheduled') === 'scheduled',
  );
  protected readonly zone = timeZoneName(new Date(), inject(LOCALE_ID));
  protected readonly announcement = form(this.draft, announcementRules(() => this.editing() !== null), {
    submission: { action: () => this.save() },
  });
  protected readonly audience = computed(() =>
    this.announcement.audience().valid() ? audienceOf(this.draft().audience) : null,
  );

  protected readonly count = (audience: Audience) => this.broadcasts.count(audience);

  protected cancel(): void {
    this.clear();
    // The button that was pressed is gone with what it cancelled.
    this.announcement.title().focusBoundControl();
  }

  /** Back to an empty form. */
  private clear(): void {
    this.editor.startNew();
    this.announcement().reset();
    this.failure.set(null);
  }

  private async save(): Promise<void> {
    this.failure.set(null);
    if (this.selective() && this.counter()?.people() === 0) {
      this.failure.set('Nobody matches: it would reach nobody.');
      return;
    }
    try {
      if (this.selective()) await this.broadcast();
      else await this.store();
    } catch (error) {
      this.failure.set(failureOf(error).message);
    }
  }

  private async broadcast(): Promise<void> {
    const request = broadcastOf(this.draft());
    const job = await this.broadcasts.send(request, this.attempt.keyFor(request));
    this.attempt.done();
    this.clear();
    this.begun.emit(job);
  }

  private async store(): Promise<void> {
    const item = this.editing();
    const said = item === null ? await this.publish() : await this.change(item);
    this.clear();
    this.saved.emit(said);
  }

  private async publish(): Promise<string> {
    const request = requestOf(this.draft());
    await this.api.publish(request, this.attempt.keyFor(request));
    this.attempt.done();
    return request.publishAt === undefined ? 'Published: everybody sees it now.' : 'Scheduled: it appears by itself.';
  }

  private async change(item: ManagedAnnouncement): Promise<string> {
    const patch = patchOf(item, this.draft(), new Date());
    if (Object.keys(patch).length > 0) await this.api.change(item.id, patch);
    return 'Saved.';
  }
}
