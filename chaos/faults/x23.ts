import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { NAMESPACE } from '@eventide/contracts';
import { io } from 'socket.io-client';
import type { Fault, Scene } from '../fault.js';
import type { Random } from '../random.js';

const ROUNDS = 40;
const HOST = '127.0.0.1';
const UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  `Host: ${HOST}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
].join('\r\n');

/** Frames of any size and shape, before and after the handshake. */
export const HOSTILE_INPUT: Fault = {
  id: 'X23',
  title: 'hostile input',
  lastsMs: 3_000,
  async inject(scene) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { port } = scene.stage.node(round % scene.stage.nodes.length);
      sendBytes(port, scene.random, round % 2 === 0);
      await sendEvents(scene, port);
      await delay(100);
    }
  },
  async heal() {
    // Its connections are closed.
  },
};

/** Random bytes, as HTTP or after an upgrade. */
function sendBytes(port: number, random: Random, upgraded: boolean): void {
  const socket = connect(port, HOST, () => {
    if (upgraded) socket.write(`${UPGRADE}\r\n\r\n`);
    socket.end(randomBytes(Math.floor(random() * 200_000)));
  });
  // It is the server's right to end this at any moment.
  socket.on('error', () => socket.destroy());
}

async function sendEvents({ stage, random }: Scene, port: number): Promise<void> {
  const socket = io(`http://${HOST}:${port}${NAMESPACE}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { token: random() < 0.5 ? await stage.token('mallory') : 'no token', epoch: { $ne: null }, inbox: -1, all: 'x' },
  });
  socket.on('connect', () => {
    socket.emit('update', { commandId: 'c', op: 'read', ids: [{ $gt: '' }] });
    socket.emit('sync', { epoch: ['e'], inbox: 1e300 });
    socket.emit('error', 'an event of this name');
    socket.emit('unheard', randomBytes(64), randomBytes(64));
    if (random() < 0.3) socket.emit('messageToServer', 'x'.repeat(1_000_000));
    setTimeout(() => socket.disconnect(), 500);
  });
}
