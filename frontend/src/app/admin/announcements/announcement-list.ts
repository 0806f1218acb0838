import { Injectable, computed, inject, signal } from '@angular/core';
import type { AnnouncementState, ManagedAnnouncement } from '@eventide/contracts';
import { failureOf, type Failure } from '../../core/failure';
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

/** All announcements as the page holds them. A failed refresh keeps what is there. */
@Injectable()
export class AnnouncementList {
  private readonly api = inject(AnnouncementsApi);
  private readonly held = signal<ManagedAnnouncement[] | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private latest = 0;

  readonly items = computed(() => this.held() ?? []);
  readonly failure = this.lastFailure.asReadonly();
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  async refresh(): Promise<void> {
    const turn = ++this.latest;
    if (this.held() === null) this.lastFailure.set(null);
    try {
      const items = await this.api.all();
      if (turn !== this.latest) return;
      this.held.set(byRelevance(items));
      this.lastFailure.set(null);
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.latest) this.lastFailure.set(failure);
    }
  }
}
