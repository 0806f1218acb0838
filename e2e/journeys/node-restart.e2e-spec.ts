import { describe, it } from '@jest/globals';
import { Stage } from '../stage.js';

describe('A node that dies', () => {
  const stage = new Stage();

  it('leaves people with a page that recovers by itself when the node is back', async () => {
    const person = await stage.signedIn('user2', stage.node(2));
    const [, node] = stage.product.nodes;

    await node.kill();
    await person.status('Reconnecting').waitFor();
    await stage.service.send('user2', { title: 'Sent meanwhile' });
    await node.start();

    await person.status('Live').waitFor();
    await person.seesUnread(1);
    await person.openPanel();
    await person.entry('Sent meanwhile').waitFor();

    await stage.service.send('user2', { title: 'Sent afterwards' });
    await person.toast('Sent afterwards').waitFor();
    await person.seesUnread(2);
  });
});
