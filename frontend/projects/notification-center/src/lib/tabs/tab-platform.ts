import { DOCUMENT, InjectionToken, inject } from '@angular/core';
import type { TabMessage } from './tab-message';

/** A line between the tabs of one browser: what one posts, all others hear, in order. */
export interface TabChannel {
  post(message: TabMessage): void;
  close(): void;
}

/** The part of Web Locks that is used here. */
export interface TabLocks {
  request(name: string, options: LockOptions, hold: () => Promise<void>): Promise<void>;
  query(): Promise<LockManagerSnapshot>;
}

/** What lets several tabs of one origin know of each other. */
export interface TabPlatform {
  readonly locks: TabLocks;
  openChannel(name: string, hear: (message: TabMessage) => void): TabChannel;
}

/** The browser's own; null where it has none: Web Locks are missing on pages served over plain HTTP. */
export const TAB_PLATFORM = new InjectionToken<TabPlatform | null>('TabPlatform', {
  factory: () => {
    const locks: LockManager | undefined = inject(DOCUMENT).defaultView?.navigator.locks;
    return locks && typeof BroadcastChannel !== 'undefined' ? { locks, openChannel } : null;
  },
});

function openChannel(name: string, hear: (message: TabMessage) => void): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data);
  return { post: (message) => channel.postMessage(message), close: () => channel.close() };
}
