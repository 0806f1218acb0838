import { describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';
import { Stage } from '../stage.js';

describe('Toasts', () => {
  const stage = new Stage();

  it('leave by themselves, but not while the pointer or the focus is on them', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await person.page.clock.install();
    await stage.service.send('user1', { title: 'Passing by' });
    const toast = person.toast('Passing by');
    await toast.waitFor();

    await toast.hover();
    await person.page.clock.runFor(60_000);
    expect(await toast.count()).toBe(1);

    await toast.getByRole('button', { name: 'Dismiss' }).focus();
    await person.page.mouse.move(0, 0);
    await person.page.clock.runFor(60_000);
    expect(await toast.count()).toBe(1);

    await person.anyBell.focus();
    await person.page.clock.runFor(10_000);
    await toast.waitFor({ state: 'detached' });
    await person.seesUnread(1);
  });

  it('stay when critical, until they are dismissed', async () => {
    const person = await stage.signedIn('user2', stage.node(2));
    await person.page.clock.install();
    await stage.service.send('user2', { title: 'Water in the server room', severity: 'critical' });
    await stage.service.send('user2', { title: 'Lunch is ready' });
    await person.toast('Lunch is ready').waitFor();

    await person.page.clock.runFor(60_000);
    await person.toast('Lunch is ready').waitFor({ state: 'detached' });
    await person.toast('Water in the server room').getByRole('button', { name: 'Dismiss' }).click();
    await person.toast('Water in the server room').waitFor({ state: 'detached' });
    await person.seesUnread(2);
  });

  it('become one summary when more than five arrive at once, critical ones apart', async () => {
    const person = await stage.signedIn('manager', stage.node(2));
    await stage.service.send('manager', { title: 'Water in the server room', severity: 'critical' });
    await stage.service.sendMany('manager', 8, 'Report');

    await person.toast('8 new notifications').waitFor();
    await person.toast('Water in the server room').waitFor();
    await eventually(async () => expect(await person.toasts.getByRole('article').count()).toBe(2));
    await person.seesUnread(9);

    await person.toast('8 new notifications').getByRole('link').click();
    await person.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor();
  });
});
