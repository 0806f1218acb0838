import { describe, expect, it } from '@jest/globals';
import { Stage } from '../stage.js';

describe('Signing in and out', () => {
  const stage = new Stage();

  it('says what fails', async () => {
    const person = await stage.arrive(stage.node(1));
    await person.page.getByLabel('Email').fill('user1@eventide.test');
    await person.page.getByLabel('Password').fill('wrong');
    await person.page.getByRole('button', { name: 'Sign in' }).click();
    await person.page.getByRole('alert').filter({ hasText: 'don’t match' }).waitFor();

    await person.context.setOffline(true);
    await person.page.getByRole('button', { name: 'Sign in' }).click();
    await person.page.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();
    await person.context.setOffline(false);

    await person.signIn('user1');
  });

  it('leads back to the page that was asked for', async () => {
    const person = await stage.arrive(stage.node(1));
    await person.page.goto('/notifications');
    await person.signIn('user1');
    await person.page.getByRole('heading', { name: 'Notifications', level: 1 }).waitFor();
  });

  it('keeps a person without the role off the page for administrators', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    expect(await person.page.getByRole('link', { name: 'Announcements' }).count()).toBe(0);
    await person.page.goto('/admin/announcements');
    await person.status('Live').waitFor();
    await person.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await person.page.getByRole('button', { name: 'Publish' }).count()).toBe(0);
  });

  it('survives a reload', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await stage.service.send('user1');
    await person.seesUnread(1);
    await person.page.reload();
    await person.status('Live').waitFor();
    await person.seesUnread(1);
  });

  it('signs out every tab, and the next person sees nothing of the one before', async () => {
    await stage.service.send('user2', { title: 'For user2 alone' });
    const person = await stage.signedIn('user2', stage.node(2));
    const tab = await person.openTab('/notifications');
    await tab.page.getByText('For user2 alone').waitFor();

    await person.signOut();
    await tab.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await tab.page.title()).toBe('Eventide');

    await tab.signIn('manager');
    await tab.page.goto('/notifications');
    await tab.seesUnread(0);
    await stage.service.send('user2', { title: 'For user2 again' });
    await stage.service.send('manager', { title: 'For manager' });
    for (const one of [tab, person]) {
      await one.seesUnread(1);
      await one.openPanel();
      await one.entry('For manager').waitFor();
      expect(await one.page.getByText('For user2').count()).toBe(0);
    }
  });

  it('counts in the title', async () => {
    const person = await stage.signedIn('manager', stage.node(1));
    await person.openPanel();
    await person.panel.getByRole('button', { name: 'Mark all as read' }).click();
    await person.seesUnread(0);
    await stage.service.sendMany('manager', 3, 'Report');
    await person.page.waitForFunction(() => document.title === '(3) Eventide');
  });
});
