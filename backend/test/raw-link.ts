import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { TestCluster } from './test-cluster.js';

/** How every packet of the namespace begins, after its type. */
export const IN = '/notifications,';

/** A link to the first node that has signed in, to be spoken by hand. */
export async function rawLink(cluster: TestCluster, userId: string): Promise<WebSocket> {
  const link = new WebSocket(`${cluster.node(0).url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await once(link, 'open');
  const connected = new Promise<void>((resolve) => {
    link.on('message', (data: Buffer) => data.toString().startsWith(`40${IN}`) && resolve());
  });
  link.send(`40${IN}${JSON.stringify({ token: await cluster.token(userId) })}`);
  await connected;
  return link;
}
