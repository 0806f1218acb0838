import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { IN, rawLink } from './raw-link.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

describe('hostile input on a socket', () => {
  let cluster: TestCluster;
  let bystander: TestDevice;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
    bystander = await cluster.device('bystander');
  });
  afterAll(() => cluster.stop());

  /** Resolves when the link has been closed, or has answered the sync numbered 7. */
  function judged(socket: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      socket.on('close', () => resolve());
      socket.on('message', (data: Buffer) => data.toString().startsWith(`43${IN}7[`) && resolve());
    });
  }

  it.each<[string, string | Buffer]>([
    ['random bytes', randomBytes(1_000)],
    ['an unknown packet type', '9'],
    ['an event that is no JSON', `42${IN}["sync"`],
    ['an event without a name', `42${IN}[]`],
    ['an event named by an object', `42${IN}[{"$gt":""}]`],
    ['a reserved name', `42${IN}["disconnect"]`],
    ['eleven attachments', `4511-${IN}["sync"${',{"_placeholder":true,"num":0}'.repeat(11)}]`],
    ['an attachment that never comes, then another event', `451-${IN}["sync",{"_placeholder":true,"num":0}]`],
    ['deep JSON', `42${IN}["sync",${'['.repeat(8_000)}${']'.repeat(8_000)}]`],
  ])('bears %s', async (_, frame) => {
    const socket = await rawLink(cluster, 'attacker');
    const outcome = judged(socket);
    socket.send(frame);
    socket.send(`42${IN}7["sync",{}]`);
    await outcome;
    socket.close();
    expect(await bystander.ask('messageToServer', 'still here')).toMatchObject({ ok: true });
  });

  it.each<[string, string]>([
    ['an event that is no JSON', `42${IN}["sync"`],
    ['a frame over 16 KiB', `42${IN}7["messageToServer","${'x'.repeat(17_000)}"]`],
  ])('says to the sender of %s why it closes, and not to come back', async (_, frame) => {
    const socket = await rawLink(cluster, 'attacker');
    const messages: string[] = [];
    socket.on('message', (data: Buffer) => messages.push(data.toString()));
    socket.send(frame);
    await once(socket, 'close');
    expect(messages).toContain(`42${IN}["closing",{"code":"protocol_error","reconnect":false}]`);
    expect(messages.some((message) => message.startsWith(`43${IN}7[`))).toBe(false);
  });

  it('cuts a frame of a megabyte while it comes in', async () => {
    const socket = await rawLink(cluster, 'attacker');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    socket.send(`42${IN}["messageToServer","${'x'.repeat(1024 * 1024)}"]`);
    await closed;
    expect(await bystander.ask('messageToServer', 'still here')).toMatchObject({ ok: true });
  });

  it.each(['error', '__proto__', 'constructor', 'toString', 'newNotification'])('answers an event named %s', async (event) => {
    const device = await cluster.device('attacker');
    expect(await device.askAnything(event, {})).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
    device.close();
  });

  it('closes on a message of 20,000 tiny pieces', async () => {
    const socket = await rawLink(cluster, 'attacker');
    const closed = once(socket, 'close');
    for (let piece = 0; piece < 20_000; piece += 1) socket.send('x', { fin: false });
    await closed;
    expect(await bystander.ask('messageToServer', 'still here')).toMatchObject({ ok: true });
  });

  it('leaves everybody else untouched', async () => {
    await cluster.barrier('bystander', [bystander]);
    expect(bystander.ended).toBeUndefined();
    expect(cluster.node(0).running).toBe(true);
  });

  it('has written no token and no payload into the log', async () => {
    const device = await cluster.device('attacker');
    await device.askAnything('error', 'canary-payload');
    await device.ask('refreshToken', { token: 'canary-token' });
    await device.ask('messageToServer', 'canary-message');
    expect(cluster.node(0).log.join('\n')).not.toContain('canary');
  });
});
