import { Component, computed, inject, input, output } from '@angular/core';
import { KIND_NAMES } from '../announcements/announcement-kind';
import { Icon } from '../icon/icon';
import type { Entry } from '../inbox/entry';
import { NotificationCenter } from '../inbox/inbox-store';
import type { Removal } from '../inbox/removal';
import { LinkOpener } from '../link-opener';
import { TimeAgo } from '../time/time-ago';
import { entryIcon } from './entry-icon';

/** One entry of a list, with all that can be done about it. */
@Component({
  selector: 'eventide-entry-card',
  imports: [Icon, TimeAgo],
  templateUrl: './entry-card.html',
  styleUrls: ['../widget.css', '../entry-text.css', './entry-card.css'],
  host: { '[attr.data-severity]': 'entry().item.severity', '[class.unread]': 'unread()' },
})
export class EntryCard {
  private readonly center = inject(NotificationCenter);
  private readonly links = inject(LinkOpener);

  readonly entry = input.required<Entry>();
  /** Its link was followed. */
  readonly opened = output();
  /** It was deleted; whoever hears of it offers to undo that, and sends it in the end. */
  readonly removed = output<Removal>();
  /** Something was done that may have taken it out of the list. */
  readonly acted = output();

  protected readonly unread = computed(() => this.entry().item.readStatus === 'unread');
  protected readonly icon = computed(() => entryIcon(this.entry()));
  /** What kind of announcement it is; nothing for a notification. */
  protected readonly tag = computed(() => {
    const { kind, item } = this.entry();
    return kind === 'announcement' ? KIND_NAMES[item.kind] : null;
  });

  protected open(event: MouseEvent): void {
    const { link } = this.entry().item;
    if (this.unread()) this.markRead();
    if (link === undefined) return;
    this.links.follow(link, event);
    this.opened.emit();
  }

  protected markRead(): void {
    const { kind, item } = this.entry();
    void (kind === 'announcement' ? this.center.markAnnouncementRead(item.id) : this.center.markRead([item.id]));
    this.acted.emit();
  }

  protected markUnread(): void {
    void this.center.markUnread([this.entry().item.id]);
    this.acted.emit();
  }

  protected remove(): void {
    this.removed.emit(this.center.removeWithUndo(this.entry().item.id));
    this.acted.emit();
  }
}
