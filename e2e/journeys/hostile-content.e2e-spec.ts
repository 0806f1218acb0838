import { describe, expect, it } from '@jest/globals';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

const TEXT = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>';

/** Begins to run from right to left, and never ends. */
const TURNED = '\u202egnp.exe\u2066\u200b';

/** True when a script of the content ran. */
function isBroken({ page }: Person): Promise<boolean> {
  return page.evaluate(() => 'broken' in window);
}

describe('Hostile content', () => {
  const stage = new Stage();

  it('is shown as the text that it is', async () => {
    const person = await stage.signedIn('user2', stage.node(1));
    await stage.service.send('user2', { title: TEXT, message: TEXT, severity: 'critical' });
    await stage.service.announce({ title: TEXT, message: TEXT, severity: 'warning' });
    await person.toast(TEXT).first().waitFor();
    await person.banner.getByText(TEXT).first().waitFor();
    await person.openPanel();
    await person.entry(TEXT).first().waitFor();
    await person.page.goto('/notifications');
    await person.page.getByRole('main').getByRole('listitem').filter({ hasText: TEXT }).first().waitFor();
    expect(await isBroken(person)).toBe(false);
  });

  it('turns nothing round but itself', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    for (const title of ['Plain', TURNED]) await stage.service.send('user1', { title, message: title });
    await person.openPanel();
    const places = [];
    for (const title of ['Plain', TURNED]) {
      const entry = person.entry(title);
      expect(await entry.getByRole('button', { name: title }).textContent()).toBe(title);
      const beside = [entry.getByRole('time'), entry.getByRole('button', { name: 'Delete' })];
      places.push(await Promise.all(beside.map(async (each) => (await each.boundingBox())?.x)));
    }
    expect(places[0]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(places[1]).toEqual(places[0]);
  });

  it('covers nothing and pushes nothing aside, however long its words are', async () => {
    const person = await stage.signedIn('manager', stage.node(2), { viewport: { width: 360, height: 740 } });
    const { page } = person;
    const word = 'W'.repeat(120);
    await stage.service.announce({ title: word, message: word });
    await stage.service.send('manager', { title: word, message: word, actor: { id: 'a', name: word } });
    await page.goto('/notifications');
    const entry = page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Delete' }) });
    const end = (box: { x: number; width: number } | null) => box!.x + box!.width;
    const beside = (await entry.getByRole('button', { name: 'Delete' }).boundingBox())!.x;
    for (const text of await entry.getByText(word).all()) expect(end(await text.boundingBox())).toBeLessThanOrEqual(beside);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('could not run a script of its own if it were let in', async () => {
    const person = await stage.arrive(stage.node(1));
    const violated = await person.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.broken = true';
          document.body.append(script);
        }),
    );
    expect(violated).toBe('script-src-elem');
    expect(await isBroken(person)).toBe(false);
    // Every journey fails on such a report; this one shows that it would.
    await expect(person.leave()).rejects.toThrow('did what its policy forbids');
  });

  it('has no help from the API documentation, which keeps to the policy, too', async () => {
    const { page } = await stage.arrive(stage.node(1));
    await page.goto('/api/docs');
    await page.getByRole('heading', { name: /Eventide/ }).waitFor();
  });
});
