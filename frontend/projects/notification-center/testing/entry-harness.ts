import { ComponentHarness } from '@angular/cdk/testing';

/** One entry of a list. */
export class EntryHarness extends ComponentHarness {
  static readonly hostSelector = 'eventide-entry-card';

  private readonly titleElement = this.locatorFor('.title');
  private readonly messageElement = this.locatorFor('.message');

  async title(): Promise<string> {
    return (await this.titleElement()).text();
  }

  async message(): Promise<string> {
    return (await this.messageElement()).text();
  }

  async isUnread(): Promise<boolean> {
    return (await this.host()).hasClass('unread');
  }

  /** Clicks the entry itself: marks it read and opens its link. */
  async open(): Promise<void> {
    await (await this.titleElement()).click();
  }

  async markRead(): Promise<void> {
    await this.click('Mark as read');
  }

  async markUnread(): Promise<void> {
    await this.click('Mark as unread');
  }

  async remove(): Promise<void> {
    await this.click('Delete');
  }

  /** The names of the buttons that it has now. */
  async actions(): Promise<(string | null)[]> {
    const buttons = await this.locatorForAll('button[aria-label]')();
    return Promise.all(buttons.map((button) => button.getAttribute('aria-label')));
  }

  private async click(name: string): Promise<void> {
    await (await this.locatorFor(`button[aria-label="${name}"]`)()).click();
  }
}
