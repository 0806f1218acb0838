import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Line } from '../line.js';
import { Stage } from '../stage.js';

describe('A cut network', () => {
  let line: Line;
  beforeAll(async () => {
    line = await Line.open();
  });
  const stage = new Stage(() => [line.url]);
  beforeEach(() => {
    line.leadTo(stage.product.nodes[1].port);
    line.mend();
  });
  afterAll(() => line.close());

  it('is said, and nothing is missing and nothing shown twice when it is whole again', async () => {
    const person = await stage.signedIn('user2', line.url);
    await stage.service.send('user2', { title: 'Before the cut' });
    await person.toast('Before the cut').waitFor();

    line.cut();
    await person.status('Reconnecting').waitFor();
    await stage.service.sendMany('user2', 12, 'Missed');
    line.mend();
    await person.status('Live').waitFor();
    await person.toast('12 notifications while you were away').waitFor();
    await person.seesUnread(13);

    await stage.service.send('user2', { title: 'After the cut' });
    await person.toast('After the cut').waitFor();
    expect(await person.toast('Missed').count()).toBe(0);
    expect(await person.toast('Before the cut').count()).toBeLessThanOrEqual(1);

    await person.seesUnread(14);
    await person.openPanel();
    for (const title of ['Before the cut', 'Missed 1', 'Missed 12', 'After the cut']) {
      expect(await person.entry(title).getByText(title, { exact: true }).count()).toBe(1);
    }
  });

  it('is called offline when the device has no network at all', async () => {
    const person = await stage.signedIn('user1', line.url);
    line.cut();
    await person.context.setOffline(true);
    await person.status('Offline').waitFor();

    await person.page.getByLabel('Title').fill('Written offline');
    await person.page.getByLabel('Assignee').fill('user2');
    await person.page.getByRole('button', { name: 'Create task' }).click();
    const form = person.page.getByRole('form', { name: 'New task' });
    await form.getByRole('alert').filter({ hasText: 'can’t be reached' }).waitFor();

    line.mend();
    await person.context.setOffline(false);
    await person.status('Live').waitFor();
    await person.page.getByRole('button', { name: 'Create task' }).click();
    await person.task('Written offline').waitFor();
  });
});
