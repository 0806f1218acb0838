import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import type { Voucher } from '@eventide/contracts';
import type { Subscription } from 'rxjs';
import { EventStreams, type StreamNews } from '../core/event-streams';
import { failureOf, type Failure } from '../core/failure';
import { matches, newestFirst } from './voucher-rows';
import { VouchersApi, type VoucherFilter } from './vouchers-api';

/** Rows come by the thousand; so often, at most, the table takes them in. */
const TAKE_IN_MS = 200;
const MOST_SHOWN = 200;

/**
 * The vouchers that this person may see, newest first, with those that are given while it is open. After each
 * (re)connection the beginning is read again, so that what was given meanwhile isn't missing.
 */
@Injectable()
export class VoucherList {
  private readonly api = inject(VouchersApi);
  private readonly streams = inject(EventStreams);
  private readonly held = signal<Voucher[] | null>(null);
  private readonly lastFailure = signal<Failure | null>(null);
  private readonly connected = signal(false);
  private readonly counted = signal(0);
  private filter: VoucherFilter = { employeeId: '', code: '' };
  private next: string | null = null;
  private turn = 0;
  private isReading = false;
  private waiting: Voucher[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private line: Subscription | undefined;

  readonly items = computed(() => this.held() ?? []);
  readonly failure = this.lastFailure.asReadonly();
  /** Rows come by themselves. */
  readonly live = this.connected.asReadonly();
  /** How many came by themselves since the page was opened. */
  readonly arrived = this.counted.asReadonly();
  readonly hasOlder = signal(false);
  readonly state = computed(() => {
    if (this.held() !== null) return 'ready';
    return this.failure() === null ? 'loading' : 'error';
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.line?.unsubscribe();
      clearTimeout(this.timer);
    });
  }

  /** Reads the beginning and listens from then on. */
  open(): void {
    void this.refresh();
    this.line = this.streams.open('/api/vouchers/stream', 'vouchered-employee').subscribe({
      next: (news) => this.hear(news),
      error: (error: unknown) => this.lastFailure.set(failureOf(error)),
    });
  }

  async show(filter: VoucherFilter): Promise<void> {
    this.filter = filter;
    await this.refresh();
  }

  async refresh(): Promise<void> {
    await this.read(null);
  }

  /** Reads the page behind the oldest row. */
  async older(): Promise<void> {
    if (this.next !== null) await this.read(this.next);
  }

  private async read(before: string | null): Promise<void> {
    const turn = ++this.turn;
    this.isReading = true;
    try {
      const { items, next } = await this.api.page(this.filter, before);
      if (turn !== this.turn) return;
      this.held.update((held) => (before === null ? newestFirst(items) : newestFirst(held ?? [], items)));
      this.next = next;
      this.hasOlder.set(next !== null);
      this.lastFailure.set(null);
    } catch (error) {
      const failure = failureOf(error);
      if (turn === this.turn) this.lastFailure.set(failure);
    } finally {
      if (turn === this.turn) this.isReading = false;
    }
  }

  private hear(news: StreamNews<Voucher>): void {
    this.connected.set(news.kind !== 'interrupted');
    if (news.kind === 'connected' && this.held() !== null) void this.refresh();
    if (news.kind !== 'event') return;
    this.waiting.push(news.data);
    this.takeInLater();
  }

  private takeInLater(): void {
    this.timer ??= setTimeout(() => this.takeIn(), TAKE_IN_MS);
  }

  private takeIn(): void {
    this.timer = undefined;
    // The answer under way may be older than they are, and takes the place of what is held.
    if (this.isReading) return this.takeInLater();
    const rows = this.waiting.splice(0).filter((voucher) => matches(voucher, this.filter));
    if (rows.length === 0) return;
    this.counted.update((count) => count + rows.length);
    const items = newestFirst(this.items(), rows);
    const most = Math.max(MOST_SHOWN, this.items().length);
    // Behind a row that is let go there is no cursor to go on from.
    if (items.length > most) this.hasOlder.set(false);
    this.held.set(items.slice(0, most));
  }
}
