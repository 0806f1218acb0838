import {
  DOCUMENT,
  Component,
  DestroyRef,
  Injector,
  type ElementRef,
  afterNextRender,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { entryIcon } from '../center/entry-icon';
import { Icon, type IconName } from '../icon/icon';
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
  private readonly injector = inject(Injector);
  private readonly stack = viewChild.required<ElementRef<HTMLElement>>('stack');
  /** What had the focus before a toast got it. */
  private cameFrom: HTMLElement | null = null;
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
    this.dismiss(toast, event);
  }

  protected linkOf(toast: Toast): string | undefined {
    const leadsToAll = toast.kind === 'summary' || toast.kind === 'missed';
    return leadsToAll ? this.seeAllLink() : toast.entry?.item.link;
  }

  protected iconOf({ kind, entry, severity }: Toast): IconName {
    if (kind === 'summary' || kind === 'missed') return 'bell';
    return entry ? entryIcon(entry) : severity;
  }

  /** Whoever uses the keyboard goes on with the next toast; a pointer leads back to where the focus was before. */
  protected dismiss(toast: Toast, { detail }: MouseEvent): void {
    const index = this.queue.toasts().indexOf(toast);
    this.queue.dismiss(toast.id);
    // The focus was on what is gone now, so no event tells that it left.
    this.queue.resume('focus');
    const byKeyboard = detail === 0;
    afterNextRender({ read: () => this.refocus(byKeyboard ? index : -1) }, { injector: this.injector });
  }

  protected entered({ target, relatedTarget }: FocusEvent): void {
    const stack = this.stack().nativeElement;
    const fromElsewhere = relatedTarget instanceof HTMLElement && relatedTarget !== this.document.body;
    if (fromElsewhere && !stack.contains(relatedTarget)) this.cameFrom = relatedTarget;
    // The empty stack may hold the focus, which must not stop the time of what comes.
    if (target !== stack) this.queue.pause('focus');
  }

  /** Puts a focus that was lost on the toast that stands there now, else where it came from, else on the stack. */
  private refocus(index: number): void {
    const { activeElement, body } = this.document;
    if (activeElement !== null && activeElement !== body) return;
    const stack = this.stack().nativeElement;
    const buttons = stack.querySelectorAll<HTMLElement>('[aria-label="Dismiss"]');
    const next = buttons[Math.min(index, buttons.length - 1)];
    const before = this.cameFrom?.isConnected ? this.cameFrom : stack;
    (next ?? before).focus();
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
