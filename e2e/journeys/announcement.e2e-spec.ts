import { describe, expect, it } from '@jest/globals';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

describe('An announcement', () => {
  const stage = new Stage();

  it('is seen by everybody, with its edits, until it is withdrawn', async () => {
    const admin = await stage.signedIn('admin', stage.node(1));
    const readers = [await stage.signedIn('user1', stage.node(1)), await stage.signedIn('user2', stage.node(2))];
    await admin.page.goto('/admin/announcements');

    await publish(admin, 'Maintenance tonight', 'Eventide rests from 22:00.');
    for (const reader of readers) {
      await reader.banner.getByText('Maintenance tonight').waitFor();
      await reader.seesUnread(1);
    }

    const [first, second] = readers as [Person, Person];
    await first.openPanel();
    await first.entry('Maintenance tonight').getByRole('button', { name: 'Mark as read' }).click();
    await first.seesUnread(0);
    await second.seesUnread(1);

    await listed(admin, 'Maintenance tonight').getByRole('button', { name: 'Edit' }).click();
    await admin.page.getByRole('heading', { name: 'Edit announcement' }).waitFor();
    await admin.page.getByLabel('Message').fill('Eventide rests from 23:00.');
    await admin.page.getByRole('button', { name: 'Save' }).click();
    await second.banner.getByText('Eventide rests from 23:00.').waitFor();

    await listed(admin, 'Maintenance tonight').getByRole('button', { name: 'Withdraw' }).click();
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    for (const reader of readers) {
      await reader.banner.getByText('Maintenance tonight').waitFor({ state: 'detached' });
      await reader.seesUnread(0);
    }
  });

  it('appears and expires by itself at its times', async () => {
    const reader = await stage.signedIn('user2', stage.node(2));
    const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

    await stage.service.announce({
      title: 'Lunch is ready',
      message: 'Second floor.',
      publishAt: fromNow(3),
      expiresAt: fromNow(8),
    });
    await stage.service.announce({ title: 'Welcome', message: 'This one goes out at once.' });
    await reader.banner.getByText('Welcome').waitFor();
    expect(await reader.banner.getByText('Lunch is ready').count()).toBe(0);

    await reader.banner.getByRole('button', { name: 'Dismiss' }).click();
    await reader.banner.getByText('Lunch is ready').waitFor();
    await reader.seesUnread(1);
    await reader.banner.getByText('Lunch is ready').waitFor({ state: 'detached' });
    await reader.seesUnread(0);
  });
});

async function publish(admin: Person, title: string, message: string): Promise<void> {
  await admin.page.getByLabel('Title', { exact: true }).fill(title);
  await admin.page.getByLabel('Message').fill(message);
  await admin.page.getByRole('button', { name: 'Publish' }).click();
  await listed(admin, title).waitFor();
}

function listed(admin: Person, title: string) {
  return admin.page.getByRole('main').getByRole('listitem').filter({ hasText: title });
}
