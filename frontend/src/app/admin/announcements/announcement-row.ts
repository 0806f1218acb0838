import { Component, LOCALE_ID, computed, inject, input, output } from '@angular/core';
import type { AnnouncementState, ManagedAnnouncement } from '@eventide/contracts';
import { TimeAgo } from '@eventide/notification-center';

const STATES: Record<AnnouncementState, string> = {
  running: 'Running',
  scheduled: 'Scheduled',
  expired: 'Expired',
  withdrawn: 'Withdrawn',
};

/** One announcement in the administrators' list, with what may still be done to it. */
@Component({
  selector: 'app-announcement-row',
  imports: [TimeAgo],
  templateUrl: './announcement-row.html',
  styleUrl: './announcement-row.css',
})
export class AnnouncementRow {
  private readonly format = new Intl.DateTimeFormat(inject(LOCALE_ID), { dateStyle: 'medium', timeStyle: 'short' });
  readonly item = input.required<ManagedAnnouncement>();
  readonly edited = output<void>();
  readonly withdrawn = output<void>();

  protected readonly state = computed(() => STATES[this.item().state]);
  protected readonly alive = computed(() => ['running', 'scheduled'].includes(this.item().state));
  protected readonly start = computed(() => this.item().publishAt ?? this.item().timestamp);

  protected exactly(time: string): string {
    return this.format.format(new Date(time));
  }
}
