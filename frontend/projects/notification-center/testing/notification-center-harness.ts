import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { EntryHarness } from './entry-harness';

/** What a list offers after a deletion. */
export class UndoBarHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-undo-bar';

  async undo(): Promise<void> {
    await (await this.locatorFor('button')()).click();
  }
}

/** The bell and its panel. */
export class NotificationBellHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-bell';

  private readonly button = this.locatorFor('button.bell');
  private readonly badgeElement = this.locatorForOptional('.badge');
  private readonly panel = this.locatorForOptional('[role="dialog"]');
  /** Null while no deletion can be undone. */
  readonly undoBar = this.locatorForOptional(UndoBarHarness);

  /** What a screen reader says of it. */
  async label(): Promise<string> {
    return (await (await this.button()).getAttribute('aria-label')) ?? '';
  }

  /** The exact count, from the label. */
  async unreadCount(): Promise<number> {
    return Number(/\d+/.exec(await this.label())?.[0] ?? 0);
  }

  /** What the badge shows; null when there is none. */
  async badge(): Promise<string | null> {
    return (await (await this.badgeElement())?.text()) ?? null;
  }

  async isOpen(): Promise<boolean> {
    return (await this.panel()) !== null;
  }

  async open(): Promise<void> {
    if (!(await this.isOpen())) await (await this.button()).click();
  }

  async pressEscape(): Promise<void> {
    await (await this.host()).sendKeys(TestKey.ESCAPE);
  }

  async hasFocus(): Promise<boolean> {
    return (await this.button()).isFocused();
  }

  async panelHasFocus(): Promise<boolean> {
    return (await (await this.panel())?.isFocused()) ?? false;
  }

  /** The entries of the open panel. */
  async entries(): Promise<EntryHarness[]> {
    return this.locatorForAll(EntryHarness)();
  }

  async titles(): Promise<string[]> {
    return Promise.all((await this.entries()).map((entry) => entry.title()));
  }

  async markAllRead(): Promise<void> {
    await (await this.locatorFor('.head button')()).click();
  }

  /** The panel says that it may be out of date, or that the server can't be reached. */
  async isOffline(): Promise<boolean> {
    return (await this.panelText()).match(/Not connected|Can’t reach/) !== null;
  }

  async panelText(): Promise<string> {
    return (await (await this.panel())?.text()) ?? '';
  }
}

/** The full history. */
export class NotificationHistoryHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-history';

  async titles(): Promise<string[]> {
    return Promise.all((await this.entries()).map((entry) => entry.title()));
  }

  async entries(): Promise<EntryHarness[]> {
    return this.locatorForAll(EntryHarness)();
  }

  async show(filter: 'All' | 'Unread'): Promise<void> {
    for (const button of await this.locatorForAll('.filters button')()) {
      if ((await button.text()) === filter) await button.click();
    }
  }

  /** Presses "Load more" or "Try again"; false when neither is there. */
  async more(): Promise<boolean> {
    const button = await this.locatorForOptional('.more button, .state button')();
    await button?.click();
    return button !== null;
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }
}

/** The toasts. */
export class NotificationToastsHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-toasts';

  async titles(): Promise<string[]> {
    const titles = await this.locatorForAll('.toast .title')();
    return Promise.all(titles.map((title) => title.text()));
  }

  /** Dismisses the oldest. */
  async dismissFirst(): Promise<void> {
    await (await this.locatorFor('button[aria-label="Dismiss"]')()).click();
  }

  /** Goes to the button that dismisses the oldest, and presses it without a pointer. */
  async dismissFirstByKeyboard(): Promise<void> {
    const button = await this.locatorFor('button[aria-label="Dismiss"]')();
    await button.focus();
    await button.dispatchEvent('click', { detail: 0 });
  }

  /** The title of the toast that holds the focus; null when none does. */
  async focused(): Promise<string | null> {
    for (const toast of await this.locatorForAll('.toast')()) {
      if (await toast.matchesSelector(':focus-within')) return toast.text();
    }
    return null;
  }

  /** Clicks the oldest itself. */
  async openFirst(): Promise<void> {
    await (await this.locatorFor('.toast .title')()).click();
  }

  async hover(): Promise<void> {
    await (await this.locatorFor('[role="region"]')()).dispatchEvent('mouseenter');
  }

  async leave(): Promise<void> {
    await (await this.locatorFor('[role="region"]')()).dispatchEvent('mouseleave');
  }

  /** What was said last in the live region of this politeness. */
  async said(politeness: 'polite' | 'assertive'): Promise<string> {
    return (await this.locatorFor(`[aria-live="${politeness}"]`)()).text();
  }
}

/** The banner. */
export class AnnouncementBannerHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-announcements';

  private readonly titleElement = this.locatorForOptional('.title');

  /** The title of the announcement on show; null when there is none. */
  async title(): Promise<string | null> {
    return (await (await this.titleElement())?.text()) ?? null;
  }

  /** `Flow from Max Manager`; null for what the house itself announces. */
  async origin(): Promise<string | null> {
    return (await (await this.locatorForOptional('.origin')())?.text()) ?? null;
  }

  /** `1 of 3`; null when there is only one. */
  async position(): Promise<string | null> {
    return (await (await this.locatorForOptional('.count')())?.text()) ?? null;
  }

  async next(): Promise<void> {
    await (await this.locatorFor('button[aria-label="Next"]')()).click();
  }

  async dismiss(): Promise<void> {
    await (await this.locatorFor('button[aria-label="Dismiss"]')()).click();
  }
}

/** The connection status. */
export class ConnectionStatusHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-connection-status';

  /** `Live`, `Connecting`, `Reconnecting` or `Offline`. */
  async status(): Promise<string> {
    return (await this.locatorFor('[role="status"]')()).text();
  }

  /** Everything that it shows, the time to the next try included. */
  async text(): Promise<string> {
    return (await this.host()).text();
  }

  async tryNow(): Promise<void> {
    await (await this.locatorFor('button')()).click();
  }
}
