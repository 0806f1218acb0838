import { Component, Injectable, computed, effect, inject, input, signal } from '@angular/core';
import type { Announcement } from '@eventide/contracts';
import { AnnouncementBanner, NotificationCenter } from '@eventide/notification-center';
import type { AnnouncementDraft } from './announcement-draft';

/** Stands in for the notification center, so that the real banner shows what isn't published yet. */
@Injectable()
class DraftCenter implements Pick<NotificationCenter, 'announcements' | 'markAnnouncementRead'> {
  readonly draft = signal<AnnouncementDraft | null>(null);
  readonly announcements = computed(() => {
    const draft = this.draft();
    return draft === null ? [] : [shownAs(draft)];
  });

  async markAnnouncementRead(): Promise<void> {
    // A draft has no reader.
  }
}

/** The draft as everybody will see it: the very banner, out of reach of pointer, keyboard and screen reader. */
@Component({
  selector: 'app-announcement-preview',
  imports: [AnnouncementBanner],
  providers: [DraftCenter, { provide: NotificationCenter, useExisting: DraftCenter }],
  template: `
    <p class="field-label">Preview</p>
    <div class="card stage" inert aria-hidden="true"><eventide-announcements /></div>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--ev-space-2);
    }

    .stage {
      overflow: hidden;
      --ev-gutter: var(--ev-space-4);
    }

    @media (width >= 60rem) {
      :host {
        position: sticky;
        inset-block-start: calc(var(--ev-header) + var(--ev-space-4));
      }
    }
  `,
})
export class AnnouncementPreview {
  private readonly center = inject(DraftCenter);
  readonly draft = input.required<AnnouncementDraft>();

  constructor() {
    effect(() => this.center.draft.set(this.draft()));
  }
}

function shownAs({ title, message, severity, link }: AnnouncementDraft): Announcement {
  return {
    id: 'draft',
    seq: 1,
    createdSeq: 1,
    title: title.trim() || 'Your title',
    message: message.trim() || 'Your message to everybody',
    severity,
    ...(link.trim() ? { link: link.trim() } : {}),
    kind: 'announcement',
    timestamp: '',
    expiresAt: '',
    readStatus: 'unread',
  };
}
