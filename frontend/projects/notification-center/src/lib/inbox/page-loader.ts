import type { Cursor, SyncPage } from '@eventide/contracts';
import { backOff } from '../realtime/connection-status';
import type { RealtimeClient } from '../realtime/realtime-client';
import { RequestError } from '../realtime/request-error';

/** What the loader works for. */
export interface PageWanter {
  /** What to ask with, or null when no page is wanted (any more). An empty object asks for a reset. */
  wanted(): Cursor | Record<string, never> | null;
  receive(page: SyncPage): void;
}

/**
 * Calls `sync` for as long as pages are wanted; one call at a time. A failed call, or one that led no further, is
 * repeated after a back-off; without a connection it ends, since the next one begins with a page by itself.
 */
export class PageLoader {
  private running = false;

  constructor(
    private readonly client: RealtimeClient,
    private readonly wanter: PageWanter,
  ) {}

  /** Starts loading unless it runs already. */
  async load(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      await this.loadAll();
    } finally {
      this.running = false;
    }
  }

  private async loadAll(): Promise<void> {
    let stuck = 0;
    for (let asked = this.wanter.wanted(); asked !== null && this.isLive(); asked = this.wanter.wanted()) {
      await this.loadOne(asked);
      stuck = samePlace(asked, this.wanter.wanted()) ? stuck + 1 : 0;
      if (stuck > 0) await pause(backOff(stuck, Math.random));
    }
  }

  private async loadOne(asked: Cursor | Record<string, never>): Promise<void> {
    try {
      this.wanter.receive(await this.client.emit('sync', asked));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
    }
  }

  private isLive(): boolean {
    return this.client.state().status === 'live';
  }
}

function samePlace(one: Partial<Cursor>, other: Partial<Cursor> | null): boolean {
  return other !== null && one.epoch === other.epoch && one.inbox === other.inbox && one.all === other.all;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
