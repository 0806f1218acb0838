import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { openBrowser } from './browser.js';
import { Person, type DemoId } from './person.js';
import { startProduct, type Product } from './product.js';

/**
 * Where a journey happens: one product and one browser for all tests of a file; the people of a test leave when it
 * is over.
 */
export class Stage {
  private running: { product: Product; browser: Browser } | null = null;
  private people: Person[] = [];

  /** @param origins see {@link startProduct} */
  constructor(origins?: () => string[]) {
    beforeAll(async () => {
      const product = await startProduct(origins?.());
      this.running = { product, browser: await openBrowser() };
    });
    afterEach(async () => {
      const leaving = this.people.splice(0).map((person) => person.leave());
      await Promise.all(leaving);
    });
    afterAll(async () => {
      await this.running?.browser.close();
      await this.running?.product.stop();
    });
  }

  get product(): Product {
    if (!this.running) throw new Error('The product runs from the first test to the last');
    return this.running.product;
  }

  get service(): Product['service'] {
    return this.product.service;
  }

  /** The address of node 1 or 2. */
  node(number: 1 | 2): string {
    return this.product.nodes[number - 1]!.url;
  }

  /** Somebody who has opened the application for the first time on this device. */
  async arrive(url: string, options: BrowserContextOptions = {}): Promise<Person> {
    if (!this.running) throw new Error('The browser runs from the first test to the last');
    const person = await Person.arrive(this.running.browser, url, options);
    this.people.push(person);
    return person;
  }

  /** Somebody signed in with a demo account, at the home page, live. */
  async signedIn(id: DemoId, url: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.arrive(url, options);
    await person.signIn(id);
    return person;
  }
}
