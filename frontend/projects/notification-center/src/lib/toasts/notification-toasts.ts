import { DOCUMENT, Component, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Icon } from '../icon/icon';
import type { Missed } from '../inbox/inbox-state';
import { NotificationCenter } from '../inbox/inbox-store';
import { LinkOpener } from '../link-opener';
import { ToastQueue, type Toast, type ToastContent } from './toast-queue';

/** Shows what has just arrived, once each, in a corner; said aloud too, urgent things at once. */
@Component({
  selector: 'eventide-toasts',
  imports: [Icon],
  templateUrl: './notification-toasts.html',
  styleUrls: ['../widget.css', '../entry-text.css', './notification-toasts.css'],
  host: { '(document:visibilitychange)': 'watchVisibility()' },
})
export class NotificationToasts {
  private readonly center = inject(NotificationCenter);
  private readonly links = inject(LinkOpener);
  private readonly document = inject(DOCUMENT);
  protected readonly queue = new ToastQueue();

  /** Where toasts that stand for many lead: the host's page with `<eventide-history>`. */
  readonly seeAllLink = input('/notifications');

  /** The texts of the two live regions. */
  protected readonly polite = signal('');
  protected readonly assertive = signal('');

  constructor() {
    this.center.arrivals.pipe(takeUntilDestroyed()).subscribe((entry) => {
      const { title, message, severity } = entry.item;
      this.show({ kind: 'arrival', entry, title, message, severity });
    });
    this.center.missed.pipe(takeUntilDestroyed()).subscribe((missed) => {
      this.show({ kind: 'missed', title: missedTitle(missed), message: '', severity: 'info' });
    });
    this.center.problems.pipe(takeUntilDestroyed()).subscribe((problem) => {
      this.show({ kind: 'problem', title: problem, message: '', severity: 'warning' });
    });
    effect(() => {
      // Nothing that belonged to the person before stays on screen.
      if (!this.center.ready()) untracked(() => this.queue.clear());
    });
    inject(DestroyRef).onDestroy(() => this.queue.clear());
    this.watchVisibility();
  }

  /** Nobody sees a toast in a hidden tab: it waits. */
  protected watchVisibility(): void {
    if (this.document.hidden) this.queue.pause('hidden');
    else this.queue.resume('hidden');
  }

  protected open(toast: Toast, event: MouseEvent): void {
    this.markRead(toast);
    const link = this.linkOf(toast);
    if (link) this.links.follow(link, event);
    this.dismiss(toast);
  }

  protected linkOf(toast: Toast): string | undefined {
    const leadsToAll = toast.kind === 'summary' || toast.kind === 'missed';
    return leadsToAll ? this.seeAllLink() : toast.entry?.item.link;
  }

  protected dismiss(toast: Toast): void {
    this.queue.dismiss(toast.id);
    // The focus was on what is gone now, so no event tells that it left.
    this.queue.resume('focus');
  }

  private show(content: ToastContent): void {
    const { title, message, severity } = this.queue.show(content);
    const region = severity === 'critical' || content.kind === 'problem' ? this.assertive : this.polite;
    region.set(message ? `${title}. ${message}` : title);
  }

  private markRead({ entry }: Toast): void {
    if (entry?.kind === 'notification') void this.center.markRead([entry.item.id]);
    if (entry?.kind === 'announcement') void this.center.markAnnouncementRead(entry.item.id);
  }
}

function missedTitle({ count, orMore }: Missed): string {
  const many = count > 1 || orMore;
  return `${count}${orMore ? '+' : ''} ${many ? 'notifications' : 'notification'} while you were away`;
}
