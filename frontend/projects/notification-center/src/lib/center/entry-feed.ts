import {
  Component,
  Injector,
  type ElementRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Icon } from '../icon/icon';
import type { Entry } from '../inbox/entry';
import type { HistoryState } from '../inbox/inbox-history';
import { NotificationCenter } from '../inbox/inbox-store';
import type { Removal } from '../inbox/removal';
import { EntryCard } from './entry-card';
import { UndoBar } from './undo-bar';

/** A list of entries in every state that it can be in: loading, empty, failed, offline, with more to come. */
@Component({
  selector: 'eventide-entry-feed',
  imports: [EntryCard, Icon, UndoBar],
  templateUrl: './entry-feed.html',
  styleUrls: ['../widget.css', './entry-feed.css'],
  host: { '(keydown.control.z)': 'undoByKey($event)', '(keydown.meta.z)': 'undoByKey($event)' },
})
export class EntryFeed {
  private readonly center = inject(NotificationCenter);
  private readonly injector = inject(Injector);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  private readonly end = viewChild<ElementRef<HTMLElement>>('end');

  readonly entries = input.required<readonly Entry[]>();
  readonly state = input.required<HistoryState>();
  readonly hasMore = input(false);
  /** Shown when there is nothing. */
  readonly emptyText = input.required<string>();
  readonly more = output();
  /** The link of an entry was followed. */
  readonly opened = output();

  private readonly connection = this.center.connection;
  /** Nothing is known, and the server can't be asked now. */
  protected readonly unreachable = computed(() => {
    const { status, retryAt } = this.connection();
    return !this.center.ready() && (retryAt !== undefined || status === 'offline' || status === 'stopped');
  });
  /** The connection is made again without being asked to. */
  protected readonly keepsTrying = computed(() => this.connection().status !== 'stopped');
  /** What is shown is what was known when the connection was lost. */
  protected readonly outdated = computed(
    () => this.center.ready() && !['live', 'connecting'].includes(this.connection().status),
  );
  protected readonly failed = computed(() => this.state() === 'error');
  protected readonly loading = computed(() => this.state() === 'loading');

  /** The last deletion, and where in the list it was done. */
  private readonly deletion = signal<{ removal: Removal; index: number } | null>(null);
  protected readonly undoable = computed(() => {
    const deletion = this.deletion();
    return deletion?.removal.isOpen() ? deletion : null;
  });

  constructor() {
    effect((onCleanup) => {
      const end = this.end()?.nativeElement;
      // Observed anew after each page: what stays in sight asks for the next one.
      const idle = this.entries().length > 0 && this.state() === 'ready';
      if (!end || !idle || typeof IntersectionObserver === 'undefined') return;
      const observer = new IntersectionObserver(
        (seen) => seen.some(({ isIntersecting }) => isIntersecting) && this.more.emit(),
        { rootMargin: '400px' },
      );
      observer.observe(end);
      onCleanup(() => observer.disconnect());
    });
  }

  protected retryConnection(): void {
    this.center.retryNow();
  }

  protected offerUndo(removal: Removal, index: number): void {
    this.deletion.set({ removal, index });
  }

  /** The bar with the button is gone before somebody without a mouse is there. */
  protected undoByKey(event: Event): void {
    const deletion = this.undoable();
    if (deletion === null) return;
    event.preventDefault();
    deletion.removal.undo();
    this.keepFocus(deletion.index);
  }

  /** An action may take its entry off the list, and the focus with it: then what stands there now gets it. */
  protected keepFocus(index: number): void {
    afterNextRender({ read: () => this.focusIfLost(index) }, { injector: this.injector });
  }

  private focusIfLost(index: number): void {
    const list = this.list()?.nativeElement;
    const { activeElement, body } = document;
    if (!list || (activeElement !== null && activeElement !== body)) return;
    const cards = list.querySelectorAll<HTMLElement>('.title');
    (cards[Math.min(index, cards.length - 1)] ?? list).focus();
  }
}
