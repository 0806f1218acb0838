import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { NAMESPACE, type ConnectErrorData } from '@eventide/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Fault, Scene } from '../fault.js';
import { pick, type Random } from '../random.js';

const ROUNDS = 40;
const STRANGERS_PER_ROUND = 25;
const ANSWER_MS = 5_000;
const HOST = '127.0.0.1';
const UPGRADE = [
  'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
  `Host: ${HOST}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
].join('\r\n');

/** Frames of any size and shape, before and after the handshake, and a thousand callers without a valid token. */
export const HOSTILE_INPUT: Fault = {
  id: 'X23',
  title: 'hostile input, and 1,000 connections without a valid token',
  lastsMs: 3_000,
  async inject(scene) {
    const tokens = await badTokens(scene);
    for (let round = 0; round < ROUNDS; round += 1) {
      const { port } = scene.stage.node(round % scene.stage.nodes.length);
      sendBytes(port, scene.random, round % 2 === 0);
      await sendEvents(scene, port);
      for (let number = 0; number < STRANGERS_PER_ROUND; number += 1) {
        const [name, token] = pick(scene.random, tokens) ?? ['no token', undefined];
        knock(scene, port, { who: `stranger-${round}-${number}`, name, token });
      }
      await delay(150);
    }
    await delay(ANSWER_MS);
  },
  async heal() {
    // Its connections are closed.
  },
};

async function badTokens({ stage }: Scene): Promise<(readonly [name: string, token: unknown])[]> {
  const expired = await stage.token('mallory', { ttlS: -60 });
  const [head, , seal] = (await stage.token('mallory')).split('.');
  const edited = Buffer.from(JSON.stringify({ sub: 'user-0', roles: ['admin'], exp: 9e9 })).toString('base64url');
  return [
    ['no token', undefined],
    ['an object', { $ne: null }],
    ['garbage', randomBytes(40).toString('hex')],
    ['an expired token', expired],
    ['an edited token', [head, edited, seal].join('.')],
  ];
}

/** Random bytes, as HTTP or after an upgrade. */
function sendBytes(port: number, random: Random, upgraded: boolean): void {
  const socket = connect(port, HOST, () => {
    if (upgraded) socket.write(`${UPGRADE}\r\n\r\n`);
    socket.end(randomBytes(Math.floor(random() * 200_000)));
  });
  // It is the server's right to end this at any moment.
  socket.on('error', () => socket.destroy());
}

function open(port: number, auth: object): Socket {
  return io(`http://${HOST}:${port}${NAMESPACE}`, { transports: ['websocket'], reconnection: false, forceNew: true, auth });
}

/** Somebody who must not get in; the history has how it went. */
function knock({ stage }: Scene, port: number, { who, name, token }: { who: string; name: string; token: unknown }): void {
  const socket = open(port, { token });
  const end = (admitted: boolean, answer: string) => {
    clearTimeout(timer);
    socket.off('connect').off('connect_error').disconnect();
    stage.history.add(who, { kind: 'stranger', token: name, admitted, answer });
  };
  const timer = setTimeout(() => end(false, ''), ANSWER_MS);
  socket.on('connect', () => end(true, ''));
  socket.on('connect_error', (error: Error & { data?: ConnectErrorData }) => end(false, error.data?.code ?? error.message));
}

/** Somebody who may get in, and misbehaves. */
async function sendEvents({ stage, random }: Scene, port: number): Promise<void> {
  const socket = open(port, { token: await stage.token('mallory'), epoch: { $ne: null }, inbox: -1, all: 'x' });
  socket.on('connect', () => {
    socket.emit('update', { commandId: 'c', op: 'read', ids: [{ $gt: '' }] });
    socket.emit('sync', { epoch: ['e'], inbox: 1e300 });
    socket.emit('error', 'an event of this name');
    socket.emit('unheard', randomBytes(64), randomBytes(64));
    if (random() < 0.3) socket.emit('messageToServer', 'x'.repeat(1_000_000));
    setTimeout(() => socket.disconnect(), 500);
  });
}
