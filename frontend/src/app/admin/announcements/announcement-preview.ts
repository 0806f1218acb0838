import { Component, input } from '@angular/core';
import type { AnnouncementDraft } from './announcement-draft';

/** The draft as everybody will see it. */
@Component({
  selector: 'app-announcement-preview',
  template: `
    <p class="field-label">Preview</p>
    <div class="stage"><strong>{{ draft().title || 'Title' }}</strong> {{ draft().message || 'Message' }}</div>
  `,
})
export class AnnouncementPreview {
  readonly draft = input.required<AnnouncementDraft>();
}
