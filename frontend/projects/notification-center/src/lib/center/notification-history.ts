import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { mixEntries } from '../inbox/entry';
import type { HistoryFilter } from '../inbox/inbox-history';
import { NotificationCenter } from '../inbox/inbox-store';
import { EntryFeed } from './entry-feed';

/** The whole inbox, back to its beginning, under a filter. The heading is the host's. */
@Component({
  selector: 'eventide-history',
  imports: [EntryFeed],
  templateUrl: './notification-history.html',
  styleUrls: ['../widget.css', './notification-history.css'],
})
export class NotificationHistory {
  private readonly center = inject(NotificationCenter);

  protected readonly filters: readonly { id: HistoryFilter; label: string }[] = [
    { id: 'all', label: 'All' },
    { id: 'unread', label: 'Unread' },
  ];
  protected readonly filter = signal<HistoryFilter>('all');
  protected readonly history = computed(() => this.center.history(this.filter()));
  protected readonly entries = computed(() => {
    const history = this.history();
    const announcements = this.center.announcements();
    const shown =
      this.filter() === 'all' ? announcements : announcements.filter((item) => item.readStatus === 'unread');
    return mixEntries(history.items(), shown, { complete: !history.hasMore() });
  });
  protected readonly emptyText = computed(() =>
    this.filter() === 'all' ? 'No notifications yet' : 'You’re all caught up',
  );
  protected readonly allRead = computed(() => this.center.unread() === 0);

  constructor() {
    effect((onCleanup) => {
      const history = this.history();
      onCleanup(() => history.close());
    });
    effect(() => {
      const history = this.history();
      if (this.center.ready() && history.untouched()) untracked(() => void history.loadMore());
    });
  }

  protected markAllRead(): void {
    void this.center.markAllRead();
  }
}
