import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from '../fault.js';
import { pick } from '../random.js';

const ABORTS = 1_000;
const EVERY_MS = 8;
const LONGEST_MS = 60;
const LEAVERS = 20;
const BUFFERED_MS = 2_000;

/** Half of the devices get server-sent events, seven of them one person's, through proxies that hold parts back. */
export const EVENT_STREAMS: Fault = {
  id: 'X24',
  title: 'server-sent events: 1,000 streams aborted, a proxy that buffers for 2 s, 7 tabs of one person',
  streams: true,
  lastsMs: 5_000,
  async inject(scene) {
    const { stage, random } = scene;
    for (const { devices } of stage.links) devices.buffersMs = BUFFERED_MS;
    const tokens = await Promise.all(Array.from({ length: LEAVERS }, (_, index) => stage.token(`leaver-${index}`)));
    for (let stream = 0; stream < ABORTS; stream += 1) {
      abort(scene, pick(random, tokens) ?? '');
      await delay(EVERY_MS);
    }
  },
  async heal({ stage }) {
    for (const { devices } of stage.links) devices.heal();
  },
};

/** Opens a stream past the proxies and leaves: during the handshake, during the first page, or soon after. */
function abort({ stage, random }: Scene, token: string): void {
  const request = get(`${pick(random, stage.nodes)?.url}/api/stream`, { headers: { authorization: `Bearer ${token}` }, agent: false });
  request.on('response', (response) => response.resume().on('error', () => response.destroy()));
  // It is our own doing that it ends.
  request.on('error', () => request.destroy());
  setTimeout(() => request.destroy(), random() * LONGEST_MS);
}
