import { computed, linkedSignal, type Signal } from '@angular/core';
import type { Notification, NotificationList } from '@eventide/contracts';
import { RequestError } from '../realtime/request-error';
import type { ListQuery } from './inbox-api';

export type HistoryFilter = 'all' | 'unread';
export type HistoryState = 'loading' | 'ready' | 'error';

/** What a history needs of the store that holds the items. */
export interface HistorySource {
  /** Everything held, newest first. */
  readonly held: Signal<Notification[]>;
  /** All of the inbox with a `createdSeq` from here up is held. */
  readonly heldFrom: Signal<number>;
  readonly ready: Signal<boolean>;
  /** Counts resets, after which paging starts again. */
  readonly generation: Signal<number>;
  list(query: ListQuery): Promise<NotificationList>;
  add(list: NotificationList, options: { generation: number; complete: boolean }): void;
  /** Those that have paged: what they need stays held. */
  readonly open: Set<InboxHistory>;
}

interface Paging {
  /** Where the next page begins; undefined: at the newest item; null: there is none. */
  readonly next: string | null | undefined;
  /** Down to which `createdSeq` the pages so far lead. */
  readonly reach: number;
  readonly activity: 'idle' | 'loading' | 'failed';
}

const PAGE_SIZE = 50;
const UNTOUCHED: Paging = { next: undefined, reach: Number.POSITIVE_INFINITY, activity: 'idle' };

/**
 * The inbox under a filter, newest first, as deep as it was paged. The items are those of the store, so they change
 * with every frame and command; a page only adds to them. Nothing is fetched before `loadMore`; what was fetched is
 * kept until `close`.
 */
export class InboxHistory {
  private readonly paging: ReturnType<typeof linkedSignal<Paging>>;

  readonly items: Signal<Notification[]>;
  readonly state: Signal<HistoryState>;
  readonly hasMore: Signal<boolean>;
  /** From which `createdSeq` up it needs what is held: all that it shows, and all there is while a page is underway. */
  readonly keepsFrom: Signal<number>;
  /** No page has been fetched since the last reset. */
  readonly untouched: Signal<boolean>;

  constructor(
    private readonly source: HistorySource,
    private readonly filter: HistoryFilter,
  ) {
    this.paging = linkedSignal<Paging>(() => (source.generation(), UNTOUCHED));
    this.keepsFrom = computed(() => (this.paging().activity === 'loading' ? 0 : this.paging().reach));
    this.items = computed(() => {
      const from = Math.min(source.heldFrom(), this.paging().reach);
      const shown = source.held().filter((item) => item.createdSeq >= from);
      return filter === 'unread' ? shown.filter((item) => item.readStatus === 'unread') : shown;
    });
    this.hasMore = computed(() => source.heldFrom() > 0 && this.paging().next !== null);
    this.untouched = computed(() => this.paging() === UNTOUCHED);
    this.state = computed(() => {
      if (this.paging().activity === 'failed') return 'error';
      return this.paging().activity === 'loading' || !source.ready() ? 'loading' : 'ready';
    });
  }

  /** Fetches the next page, unless one is on its way or the end is reached. Never rejects: see `state`. */
  async loadMore(): Promise<void> {
    const before = this.paging();
    if (before.activity === 'loading' || !this.hasMore()) return;
    const loading: Paging = { ...before, activity: 'loading' };
    this.paging.set(loading);
    this.source.open.add(this);
    const after = await this.load(loading);
    // Another one by now: it was reset or closed meanwhile.
    if (this.paging() === loading) this.paging.set(after);
  }

  /** Lets go of what was paged, as it is shown no more; `loadMore` begins again at the newest. */
  close(): void {
    this.source.open.delete(this);
    this.paging.set(UNTOUCHED);
  }

  /** Tries again after an error. */
  retry(): Promise<void> {
    return this.loadMore();
  }

  private async load(loading: Paging): Promise<Paging> {
    const generation = this.source.generation();
    const { next: before, reach } = loading;
    try {
      const list = await this.source.list({ status: this.filter, limit: PAGE_SIZE, before: before ?? undefined });
      if (this.paging() === loading) this.source.add(list, { generation, complete: this.filter === 'all' });
      const end = list.next === null ? 0 : (list.items.at(-1)?.createdSeq ?? reach);
      return { next: list.next, reach: end, activity: 'idle' };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { ...loading, activity: 'failed' };
    }
  }
}
