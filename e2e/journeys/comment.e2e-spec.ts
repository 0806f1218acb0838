import { describe, expect, it } from '@jest/globals';
import { Stage } from '../stage.js';

describe('A comment on a task', () => {
  const stage = new Stage();

  it('reaches the assignee on every device, whichever node it is connected to, and nobody else', async () => {
    const author = await stage.signedIn('user1', stage.node(1));
    const desk = await stage.signedIn('user2', stage.node(2));
    const phone = await stage.signedIn('user2', stage.node(1), { viewport: { width: 390, height: 844 } });
    const bystander = await stage.signedIn('manager', stage.node(2));

    await author.createTask('Plan the launch', 'user2');
    await desk.seesUnread(1);
    await author.comment('Plan the launch', 'Shall we say Friday?');

    for (const device of [desk, phone]) {
      await device.toast('Shall we say Friday?').waitFor();
      await device.seesUnread(2);
      await device.openPanel();
      expect(await device.entry('Shall we say Friday?').count()).toBe(1);
    }

    await desk.entry('Shall we say Friday?').getByRole('button', { name: 'Mark as read' }).click();
    for (const device of [desk, phone]) {
      await device.seesUnread(1);
      await device.entry('Shall we say Friday?').getByRole('button', { name: 'Mark as unread' }).waitFor();
    }

    // The barrier: what the others should get, sent after what they shouldn't.
    await stage.service.send(['user1', 'manager'], { title: 'Canteen closed' });
    for (const other of [author, bystander]) {
      await other.toast('Canteen closed').waitFor();
      await other.seesUnread(1);
      expect(await other.toast('Shall we say Friday?').count()).toBe(0);
    }
  });

  it('leads to the task when its entry is chosen', async () => {
    const author = await stage.signedIn('user1', stage.node(1));
    const assignee = await stage.signedIn('user2', stage.node(2));
    await assignee.page.goto('/notifications');

    await author.createTask('Order the chairs', 'user2');
    await author.comment('Order the chairs', 'Forty of them');
    await assignee.openPanel();
    await assignee.entry('Forty of them').getByRole('link').click();

    await assignee.page.waitForURL(/\/tasks\?task=/);
    await assignee.task('Order the chairs').getByText('Forty of them').waitFor();
  });
});
