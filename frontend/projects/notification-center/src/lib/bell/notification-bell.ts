import { Directionality } from '@angular/cdk/bidi';
import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { EntryFeed } from '../center/entry-feed';
import { Icon } from '../icon/icon';
import { mixEntries } from '../inbox/entry';
import { NotificationCenter } from '../inbox/inbox-store';
import { LinkOpener } from '../link-opener';
import { panelLeft } from './panel-position';

const HIGHEST_BADGE = 999;
const PANEL_ENTRIES = 30;
/** With fewer notifications than this the panel looks for older ones. */
const FEW_ENTRIES = 8;

/** The bell with its count, and the panel with the newest entries that it opens. */
@Component({
  selector: 'eventide-bell',
  imports: [EntryFeed, Icon],
  templateUrl: './notification-bell.html',
  styleUrls: ['../widget.css', './notification-bell.css'],
  host: {
    '(document:keydown.escape)': 'close()',
    '(document:click)': 'closeFromOutside($event)',
    '(focusout)': 'closeBehind($event)',
  },
})
export class NotificationBell {
  private readonly center = inject(NotificationCenter);
  private readonly links = inject(LinkOpener);
  private readonly direction = inject(Directionality);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly button = viewChild.required<ElementRef<HTMLElement>>('button');
  private readonly panel = viewChild<ElementRef<HTMLElement>>('panel');

  /** Where "See all" leads: the host's page with `<eventide-history>`. */
  readonly seeAllLink = input('/notifications');

  protected readonly history = this.center.history('all');
  protected readonly isOpen = signal(false);
  protected readonly left = signal(0);
  protected readonly badge = computed(() => {
    const unread = this.center.unread();
    return unread > HIGHEST_BADGE ? `${HIGHEST_BADGE}+` : String(unread);
  });
  protected readonly hasUnread = computed(() => this.center.unread() > 0);
  protected readonly label = computed(() => `Notifications, ${this.center.unread() || 'none'} unread`);
  protected readonly entries = computed(() =>
    mixEntries(this.history.items(), this.center.announcements(), { complete: !this.history.hasMore() }).slice(
      0,
      PANEL_ENTRIES,
    ),
  );

  constructor() {
    effect((onCleanup) => {
      const panel = this.panel()?.nativeElement;
      if (!panel || typeof ResizeObserver === 'undefined') return;
      // Told of a new size once all is laid out; while the window tells of it, the bell may stand where it stood.
      const observer = new ResizeObserver(() => this.place());
      observer.observe(panel.ownerDocument.documentElement);
      onCleanup(() => observer.disconnect());
    });
  }

  protected toggle(): void {
    if (this.isOpen()) this.close();
    else this.open();
  }

  protected close(): void {
    if (!this.isOpen()) return;
    this.hide();
    this.button().nativeElement.focus();
  }

  protected closeFromOutside(event: Event): void {
    if (!this.isOpen() || event.composedPath().includes(this.host)) return;
    const { activeElement, body } = document;
    // A click on something that takes the focus keeps it there.
    if (activeElement === body || this.host.contains(activeElement)) this.close();
    else this.hide();
  }

  /** Whoever goes on beyond the panel by keyboard would not see where they are below it. */
  protected closeBehind({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof Node && !this.host.contains(relatedTarget)) this.hide();
  }

  private place(): void {
    const panel = this.panel()?.nativeElement;
    if (!panel) return;
    const viewportWidth = document.documentElement.clientWidth;
    const bell = this.host.getBoundingClientRect();
    this.left.set(panelLeft(bell, panel.offsetWidth, viewportWidth, this.direction.value));
  }

  protected markAllRead(): void {
    void this.center.markAllRead();
  }

  protected seeAll(event: MouseEvent): void {
    this.links.follow(this.seeAllLink(), event);
    this.close();
  }

  private hide(): void {
    if (!this.isOpen()) return;
    this.isOpen.set(false);
    this.history.close();
  }

  private open(): void {
    this.isOpen.set(true);
    if (this.center.ready() && this.history.items().length < FEW_ENTRIES) void this.history.loadMore();
    const settle = (): void => {
      this.place();
      this.panel()?.nativeElement.focus({ preventScroll: true });
    };
    afterNextRender({ read: settle }, { injector: this.injector });
  }
}
