import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { FormField, FormRoot, form, maxLength, pattern, required, validate } from '@angular/forms/signals';
import { LIMITS, type AnnouncementCreated, type NoticeRequest } from '@eventide/contracts';
import { Icon } from '@eventide/notification-center';
import { firstValueFrom } from 'rxjs';
import { Attempt } from '../core/attempt';
import { failureOf } from '../core/failure';
import { LINK_PROBLEM, isLink } from '../core/link';
import { FieldControl, LabelledField } from '../ui/labelled-field';

const EMPTY = { kind: 'message' as NoticeRequest['kind'], title: '', message: '', link: '' };

/** Where publishers start a flow or post a message: everybody else who is signed in sees it at once. */
@Component({
  selector: 'app-notices-page',
  imports: [FieldControl, FormField, FormRoot, Icon, LabelledField],
  templateUrl: './notices-page.html',
  styleUrl: './notices-page.css',
})
export class NoticesPage {
  private readonly http = inject(HttpClient);
  private readonly attempt = new Attempt();
  private readonly draft = signal(EMPTY);
  protected readonly said = signal<{ text: string; failed: boolean } | null>(null);
  protected readonly flow = computed(() => this.draft().kind === 'flow');

  protected readonly notice = form(
    this.draft,
    (path) => {
      required(path.title, { message: 'Give it a title.' });
      pattern(path.title, /\S/, { message: 'Give it a title.' });
      maxLength(path.title, LIMITS.title, { message: `At most ${LIMITS.title} characters.` });
      required(path.message, { message: 'Write what the others should know.' });
      pattern(path.message, /\S/, { message: 'Write what the others should know.' });
      maxLength(path.message, LIMITS.message, { message: `At most ${LIMITS.message} characters.` });
      validate(path.link, ({ value }) =>
        value().trim() === '' || isLink(value().trim()) ? null : { kind: 'link', message: LINK_PROBLEM },
      );
    },
    { submission: { action: () => this.publish() } },
  );

  private async publish(): Promise<void> {
    const { kind, title, message, link } = this.draft();
    const request: NoticeRequest = {
      kind,
      title: title.trim(),
      message: message.trim(),
      ...(link.trim() && { link: link.trim() }),
    };
    this.said.set(null);
    try {
      const headers = { 'Idempotency-Key': this.attempt.keyFor(request) };
      await firstValueFrom(this.http.post<AnnouncementCreated>('/api/notices', request, { headers }));
      this.attempt.done();
      this.notice().reset({ ...EMPTY, kind });
      const text = kind === 'flow' ? 'Started: everybody else sees it now.' : 'Posted: everybody else sees it now.';
      this.said.set({ text, failed: false });
    } catch (error) {
      this.said.set({ text: failureOf(error).message, failed: true });
    }
  }
}
