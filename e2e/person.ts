import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

export type DemoId = 'admin' | 'manager' | 'user1' | 'user2';
export type ShownStatus = 'Live' | 'Connecting' | 'Reconnecting' | 'Offline';

/** What the menu of each demo account is called. */
const NAMES = /Ada Admin|Max Manager|Uma One|Udo Two/;

/** What the browser's message names when a page does what its policy forbids. */
const POLICY = 'Content Security Policy';

/** How long a person waits for anything before the journey has failed. */
const PATIENCE_MS = 15_000;

/** A person at a browser of their own. Everything is found as they find it: by role and by what it is called. */
export class Person {
  readonly panel: Locator;
  readonly toasts: Locator;
  readonly banner: Locator;
  private readonly faults: Error[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    context.on('weberror', (event) => this.faults.push(event.error()));
    context.on('console', (message) => {
      if (message.text().includes(POLICY)) this.faults.push(new Error(message.text()));
    });
    this.panel = page.getByRole('dialog', { name: 'Notifications' });
    this.toasts = page.getByRole('region', { name: 'New notifications' });
    this.banner = page.getByRole('region', { name: 'Announcements' });
  }

  /** Somebody who has opened the application for the first time on this device. */
  static async arrive(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const person = new Person(context, await context.newPage());
    await person.page.goto('/');
    return person;
  }

  async signIn(id: DemoId): Promise<void> {
    await this.page.getByLabel('Email').fill(`${id}@eventide.test`);
    await this.page.getByLabel('Password').fill('eventide');
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.status('Live').waitFor();
  }

  async signOut(): Promise<void> {
    await this.openMenu();
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await this.page.getByRole('button', { name: 'Sign in' }).waitFor();
  }

  async openMenu(): Promise<void> {
    await this.page.getByRole('banner').getByRole('button', { name: NAMES }).click();
    await this.page.getByRole('menu').waitFor();
  }

  /** The same person's second tab in the same browser. */
  async openTab(path = '/'): Promise<Person> {
    const tab = new Person(this.context, await this.context.newPage());
    await tab.page.goto(path);
    return tab;
  }

  /** The page hears and does nothing any more, as if it were busy, until the function given back is called. */
  async hang(): Promise<() => Promise<void>> {
    const session = await this.context.newCDPSession(this.page);
    await session.send('Debugger.enable');
    const paused = new Promise((resolve) => session.once('Debugger.paused', resolve));
    await session.send('Debugger.pause');
    await paused;
    return () => session.detach();
  }

  status(text: ShownStatus): Locator {
    return this.page.getByRole('banner').getByRole('status').filter({ hasText: text });
  }

  bell(unread: number): Locator {
    const count = unread === 0 ? 'none' : String(unread);
    return this.page.getByRole('button', { name: `Notifications, ${count} unread`, exact: true });
  }

  /** The bell, whatever it counts. */
  get anyBell(): Locator {
    return this.page.getByRole('button', { name: /^Notifications, .* unread$/ });
  }

  /** Waits until the bell and the document's title say this count. */
  async seesUnread(count: number): Promise<void> {
    await this.bell(count).waitFor();
    const title = count === 0 ? 'Eventide' : `(${count}) Eventide`;
    await this.page.waitForFunction((expected) => document.title === expected, title);
  }

  async openPanel(): Promise<Locator> {
    await this.anyBell.click();
    await this.panel.waitFor();
    return this.panel;
  }

  /** The panel's entry that holds this text. */
  entry(text: string): Locator {
    return this.panel.getByRole('listitem').filter({ hasText: text });
  }

  toast(text: string): Locator {
    return this.toasts.getByRole('article').filter({ hasText: text });
  }

  async createTask(title: string, assignee: DemoId): Promise<void> {
    await this.page.getByLabel('Title', { exact: true }).fill(title);
    await this.page.getByLabel('Assignee').fill(assignee);
    await this.page.getByRole('option').filter({ hasText: assignee }).click();
    await this.page.getByRole('button', { name: 'Create task' }).click();
    await this.task(title).waitFor();
  }

  task(title: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  async comment(taskTitle: string, text: string): Promise<void> {
    const task = this.task(taskTitle);
    await task.getByLabel('Comment').fill(text);
    await task.getByRole('button', { name: 'Add comment' }).click();
  }

  /** Closes the device. Throws when a script of one of its pages had failed unhandled meanwhile, or broken the policy. */
  async leave(): Promise<void> {
    await this.context.close();
    const faults = this.faults.splice(0);
    if (faults.length > 0) throw new AggregateError(faults, 'A page threw what nobody caught, or did what its policy forbids');
  }
}
