import { Component, computed, inject, linkedSignal } from '@angular/core';
import { Icon } from '../icon/icon';
import { NotificationCenter } from '../inbox/inbox-store';
import { LinkOpener } from '../link-opener';
import { KIND_NAMES, announcementIcon } from './announcement-kind';

/** The unread announcements across the top of the page, one at a time, the newest first. */
@Component({
  selector: 'eventide-announcements',
  imports: [Icon],
  templateUrl: './announcement-banner.html',
  styleUrls: ['../widget.css', './announcement-banner.css'],
})
export class AnnouncementBanner {
  private readonly center = inject(NotificationCenter);
  private readonly links = inject(LinkOpener);

  protected readonly unread = computed(() =>
    this.center.announcements().filter((announcement) => announcement.readStatus === 'unread'),
  );
  /** Stays with what is being read while others come and go around it. */
  private readonly chosenId = linkedSignal<string[], string | undefined>({
    source: () => this.unread().map(({ id }) => id),
    computation: (ids, previous) =>
      previous?.value !== undefined && ids.includes(previous.value) ? previous.value : ids[0],
  });
  protected readonly position = computed(() => this.unread().findIndex(({ id }) => id === this.chosenId()));
  protected readonly announcement = computed(() => this.unread()[this.position()]);
  protected readonly icon = computed(() => announcementIcon(this.announcement() ?? { kind: 'announcement', severity: 'info' }));
  /** 'Flow from Max Manager'; nothing for what the house itself announces. */
  protected readonly origin = computed(() => {
    const shown = this.announcement();
    if (shown === undefined || shown.kind === 'announcement') return null;
    return shown.actor ? `${KIND_NAMES[shown.kind]} from ${shown.actor.name}` : KIND_NAMES[shown.kind];
  });

  protected next(): void {
    const following = this.unread()[(this.position() + 1) % this.unread().length];
    this.chosenId.set(following?.id);
  }

  protected dismiss(id: string): void {
    void this.center.markAnnouncementRead(id);
  }

  protected follow(id: string, link: string, event: MouseEvent): void {
    this.dismiss(id);
    this.links.follow(link, event);
  }
}
