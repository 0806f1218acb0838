import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Where a page keeps axe, once it has been brought there. */
type WithAxe = typeof globalThis & { axe?: typeof axe };

/** Without reading all style sheets and media again, which only a rule about sounds that start by themselves needs. */
const EVERYTHING: RunOptions = { resultTypes: ['violations'], preload: false };
const COLOURS: RunOptions = { ...EVERYTHING, runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/**
 * What axe calls serious or critical on this page as it looks now: the rule, the place, and what to do.
 * @param what `colours`: only what another theme can change
 */
export async function graveProblems(page: Page, what: 'everything' | 'colours'): Promise<string[]> {
  // Bringing axe along takes as long as running it: once a document is enough.
  if (!(await page.evaluate(() => (globalThis as WithAxe).axe !== undefined))) await page.evaluate(axe.source);
  // Colours on their way to others are judged when they are there.
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const options = what === 'colours' ? COLOURS : EVERYTHING;
  const { violations } = await page.evaluate((chosen) => (globalThis as WithAxe).axe!.run(chosen), options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`));
}
