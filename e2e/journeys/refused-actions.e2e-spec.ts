import { describe, it } from '@jest/globals';
import type { Ack, ErrorCode } from '@eventide/contracts';
import type { Person } from '../person.js';
import { Stage } from '../stage.js';

describe('An action that the server refuses', () => {
  const stage = new Stage();

  it('is taken back on screen and said', async () => {
    await stage.service.send('user2', { title: 'Stubborn' });
    const person = await stage.arrive(stage.node(1));
    const server = await refusing(person, 'forbidden');
    await person.signIn('user2');
    await person.openPanel();
    await person.seesUnread(1);

    await person.entry('Stubborn').getByRole('button', { name: 'Mark as read' }).click();
    await person.toasts.getByText('Could not mark as read').waitFor();
    await person.entry('Stubborn').getByRole('button', { name: 'Mark as read' }).waitFor();
    await person.seesUnread(1);

    await person.entry('Stubborn').getByRole('button', { name: 'Delete' }).click();
    await person.toasts.getByText('Could not delete').waitFor();
    await person.entry('Stubborn').waitFor();

    await person.panel.getByRole('button', { name: 'Mark all as read' }).click();
    await person.toasts.getByText('Could not mark all as read').waitFor();
    await person.seesUnread(1);

    server.yield();
    await person.entry('Stubborn').getByRole('button', { name: 'Delete' }).click();
    await person.entry('Stubborn').waitFor({ state: 'detached' });
    await person.seesUnread(0);
  });

  it('keeps what was written when a form is refused', async () => {
    const person = await stage.signedIn('user1', stage.node(1));
    await person.createTask('Water the plants', 'user2');
    await person.page.route('**/api/comments', (route) => route.fulfill({ status: 503, headers: { 'retry-after': '1' } }));
    await person.comment('Water the plants', 'Twice a week');
    const task = person.task('Water the plants');
    await task.getByRole('alert').filter({ hasText: 'try again' }).waitFor();

    await person.page.unroute('**/api/comments');
    await task.getByRole('button', { name: 'Add comment' }).click();
    await task.getByText('Twice a week').waitFor();
  });
});

/** Answers the person's `update` commands in the server's place, until it is told to yield. Loads the page anew. */
async function refusing(person: Person, code: ErrorCode): Promise<{ yield(): void }> {
  let refuses = true;
  const refusal: Ack<never> = { ok: false, error: { code, message: 'You may not do that.', retryable: false } };
  await person.page.routeWebSocket(/\/socket\.io\//, (near) => {
    const far = near.connectToServer();
    near.onMessage((frame) => {
      const ackId = /^42\/notifications,(\d+)\["update"/.exec(String(frame))?.[1];
      if (ackId && refuses) near.send(`43/notifications,${ackId}${JSON.stringify([refusal])}`);
      else far.send(frame);
    });
  });
  // What the page has loaded holds on to the browser's own WebSocket.
  await person.page.reload();
  return { yield: () => (refuses = false) };
}
