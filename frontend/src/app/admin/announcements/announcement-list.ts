import { Injectable, inject } from '@angular/core';
import type { AnnouncementState, ManagedAnnouncement } from '@eventide/contracts';
import { FreshList } from '../../core/fresh-list';
import { AnnouncementsApi } from './announcements-api';

const ORDER: Record<AnnouncementState, number> = { running: 0, scheduled: 1, expired: 2, withdrawn: 2 };

/** What runs first, then what is to come, then what is over; each newest first. */
export function byRelevance(items: readonly ManagedAnnouncement[]): ManagedAnnouncement[] {
  return items.toSorted(
    (a, b) => ORDER[a.state] - ORDER[b.state] || timeOf(b).localeCompare(timeOf(a)),
  );
}

function timeOf(item: ManagedAnnouncement): string {
  return item.publishAt ?? item.timestamp;
}

/** All announcements as the page holds them. */
@Injectable()
export class AnnouncementList extends FreshList<ManagedAnnouncement> {
  private readonly api = inject(AnnouncementsApi);

  protected async read(): Promise<ManagedAnnouncement[]> {
    return byRelevance(await this.api.all());
  }
}
