import type { TabMessage } from './tab-message';
import type { TabChannel, TabLocks, TabPlatform } from './tab-platform';

interface LockRequest {
  readonly tab: FakeTabPlatform;
  readonly hold: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: DOMException) => void;
}

/** A browser with several tabs: their locks, and the channels between them. */
export class FakeBrowser {
  private tabs = 0;
  readonly held = new Map<string, LockRequest>();
  readonly queues = new Map<string, LockRequest[]>();
  readonly listeners = new Set<{ tab: FakeTabPlatform; name: string; hear: (message: TabMessage) => void }>();
  /** Everything that was said, by channel. */
  readonly said: { name: string; message: TabMessage }[] = [];

  openTab(): FakeTabPlatform {
    this.tabs += 1;
    return new FakeTabPlatform(this, `client-${this.tabs}`);
  }

  queue(name: string): LockRequest[] {
    const queue = this.queues.get(name) ?? [];
    this.queues.set(name, queue);
    return queue;
  }

  /** Gives a free lock to the next who waits. */
  grant(name: string): void {
    if (this.held.has(name)) return;
    const next = this.queue(name).shift();
    if (!next) return;
    this.held.set(name, next);
    next.tab.run(() => {
      void next.hold().then(() => {
        if (this.held.get(name) === next) this.free(name);
        next.resolve();
      });
    });
  }

  free(name: string): void {
    this.held.delete(name);
    this.grant(name);
  }
}

/** What one tab of a `FakeBrowser` sees of it. */
export class FakeTabPlatform implements TabPlatform {
  readonly locks: TabLocks = {
    request: (name, options, hold) => this.request(name, options, hold),
    query: () => {
      const held = [...this.browser.held].map(([name, { tab }]) => ({ name, clientId: tab.clientId }));
      return Promise.resolve({ held });
    },
  };
  private missed: (() => void)[] | null = null;

  constructor(
    private readonly browser: FakeBrowser,
    private readonly clientId: string,
  ) {}

  openChannel(name: string, hear: (message: TabMessage) => void): TabChannel {
    const { listeners, said } = this.browser;
    const own = { tab: this, name, hear };
    listeners.add(own);
    return {
      post: (message) => {
        said.push({ name, message });
        for (const other of listeners) {
          if (other === own || other.name !== name) continue;
          other.tab.run(() => {
            if (listeners.has(other)) other.hear(structuredClone(message));
          });
        }
      },
      close: () => listeners.delete(own),
    };
  }

  /** The tab is gone without a farewell; the browser cleans up after it. */
  crash(): void {
    for (const listener of this.browser.listeners) if (listener.tab === this) this.browser.listeners.delete(listener);
    for (const [name, request] of this.browser.held) if (request.tab === this) this.browser.free(name);
  }

  /** Nothing is heard in this tab any more until it wakes. */
  hang(): void {
    this.missed = [];
  }

  wake(): void {
    const missed = this.missed ?? [];
    this.missed = null;
    for (const task of missed) this.run(task);
  }

  /** Runs a task in this tab, now or when it wakes. */
  run(task: () => void): void {
    if (this.missed) this.missed.push(task);
    else void Promise.resolve().then(task);
  }

  private request(name: string, { steal, signal }: LockOptions, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const request: LockRequest = { tab: this, hold, resolve, reject };
      const queue = this.browser.queue(name);
      if (steal) {
        const robbed = this.browser.held.get(name);
        robbed?.tab.run(() => robbed.reject(new DOMException('The lock was stolen', 'AbortError')));
        this.browser.held.delete(name);
        queue.unshift(request);
      } else {
        queue.push(request);
      }
      signal?.addEventListener('abort', () => {
        const place = queue.indexOf(request);
        if (place < 0) return;
        queue.splice(place, 1);
        reject(new DOMException('Not waited for any more', 'AbortError'));
      });
      this.browser.grant(name);
    });
  }
}
