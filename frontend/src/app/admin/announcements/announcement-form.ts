import { Component, LOCALE_ID, computed, inject, output, signal } from '@angular/core';
import { FormField, FormRoot, form, maxLength, pattern, required, validate } from '@angular/forms/signals';
import { LIMITS, SEVERITIES, type ManagedAnnouncement } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { Attempt } from '../../core/attempt';
import { failureOf } from '../../core/failure';
import { FieldControl, LabelledField } from '../../ui/labelled-field';
import { isLink, patchOf, requestOf, timeZoneName } from './announcement-draft';
import { AnnouncementEditor } from './announcement-editor';
import { AnnouncementPreview } from './announcement-preview';
import { AnnouncementsApi } from './announcements-api';

/** The form for a new announcement, or for one that is being edited, with a preview beside it. */
@Component({
  selector: 'app-announcement-form',
  imports: [AnnouncementPreview, FieldControl, FormField, FormRoot, Icon, LabelledField],
  templateUrl: './announcement-form.html',
  styleUrl: './announcement-form.css',
})
export class AnnouncementForm {
  private readonly api = inject(AnnouncementsApi);
  private readonly attempt = new Attempt();
  private readonly editor = inject(AnnouncementEditor);
  /** Stored: a sentence that says what became of it. */
  readonly saved = output<string>();

  protected readonly editing = this.editor.editing;
  protected readonly draft = this.editor.draft;
  protected readonly failure = signal<string | null>(null);
  protected readonly severities = SEVERITIES;
  protected readonly startIsOpen = computed(() => (this.editing()?.state ?? 'scheduled') === 'scheduled');
  protected readonly zone = timeZoneName(new Date(), inject(LOCALE_ID));

  protected readonly announcement = form(
    this.draft,
    (path) => {
      required(path.title, { message: 'Give it a title.' });
      pattern(path.title, /\S/, { message: 'Give it a title.' });
      maxLength(path.title, LIMITS.title, { message: `At most ${LIMITS.title} characters.` });
      required(path.message, { message: 'Write what everybody should know.' });
      pattern(path.message, /\S/, { message: 'Write what everybody should know.' });
      maxLength(path.message, LIMITS.message, { message: `At most ${LIMITS.message} characters.` });
      validate(path.link, ({ value }) =>
        value().trim() === '' || isLink(value().trim())
          ? null
          : { kind: 'link', message: 'Use an https:// address, or a path such as /tasks.' },
      );
      required(path.endsAt, { when: () => this.editing() !== null, message: 'Say when it ends.' });
      required(path.startsAt, {
        when: ({ valueOf }) => valueOf(path.start) === 'later',
        message: 'Say when it starts.',
      });
      validate(path.endsAt, ({ value, valueOf }) => {
        const start = valueOf(path.start) === 'later' && valueOf(path.startsAt);
        const early = value() !== '' && new Date(value()) <= (start ? new Date(start) : new Date());
        return early ? { kind: 'early', message: 'It must end after it starts, and not in the past.' } : null;
      });
    },
    { submission: { action: () => this.save() } },
  );

  /** Back to an empty form. */
  protected clear(): void {
    this.editor.startNew();
    this.announcement().reset();
    this.failure.set(null);
  }

  private async save(): Promise<void> {
    this.failure.set(null);
    try {
      const item = this.editing();
      const said = item === null ? await this.publish() : await this.change(item);
      this.clear();
      this.saved.emit(said);
    } catch (error) {
      this.failure.set(failureOf(error).message);
    }
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
