import { Component, computed, effect, inject, signal } from '@angular/core';
import { NotificationCenter } from '../inbox/inbox-store';
import type { ConnectionStatus as Status } from '../realtime/connection-status';

const WORDS: Record<Status, string> = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  stopped: 'Offline',
};

/** Says whether news arrives now; while it doesn't, when the next try is due, and a button that doesn't wait for it. */
@Component({
  selector: 'eventide-connection-status',
  templateUrl: './connection-status.html',
  styleUrls: ['../widget.css', './connection-status.css'],
  host: { '[attr.data-status]': 'status()' },
})
export class ConnectionStatus {
  private readonly center = inject(NotificationCenter);
  private readonly connection = this.center.connection;
  private readonly now = signal(0);

  protected readonly status = computed(() => this.connection().status);
  protected readonly word = computed(() => {
    const word = WORDS[this.status()];
    return this.connection().carrier === 'stream' ? `${word} over HTTP` : word;
  });
  /** Null: no try is planned, or it is so near that a countdown would only flicker. */
  protected readonly secondsLeft = computed(() => {
    const { retryAt } = this.connection();
    const seconds = retryAt === undefined ? 0 : Math.ceil((retryAt - this.now()) / 1_000);
    return seconds > 1 ? seconds : null;
  });
  protected readonly canTry = computed(() => this.secondsLeft() !== null || this.status() === 'stopped');

  constructor() {
    effect((onCleanup) => {
      if (this.connection().retryAt === undefined) return;
      this.now.set(Date.now());
      const timer = setInterval(() => this.now.set(Date.now()), 1_000);
      onCleanup(() => clearInterval(timer));
    });
  }

  protected retry(): void {
    this.center.retryNow();
  }
}
