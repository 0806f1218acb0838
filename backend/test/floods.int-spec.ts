import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setInterval } from 'node:timers/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { IN, rawLink } from './raw-link.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';
import { MOST_GROWTH_BYTES, tollOf, type Toll } from './toll.js';

const MIB = 1024 * 1024;
const ATTACKERS = 4;
/** What others may have to wait while a flood is cut, on a busy machine too; without a limit it would be many times as long. */
const LONGEST_WAIT_MS = 2_000;
/** After twice that a link that answers no ping would end by itself. */
const CUT_MS = 5_000;

// The bits of a WebSocket frame's header, by RFC 6455.
const FINAL = 0x80;
const COMPRESSED = 0x40;
const TEXT = 0x01;
const CONTINUED = 0x00;
const MASKED = 0x80;
const LENGTH_IN_8_BYTES = 127;

/** A WebSocket frame as clients send it; masked with zeros, which leaves the payload as it is. */
function frame(head: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(14);
  header[0] = head;
  header[1] = MASKED | LENGTH_IN_8_BYTES;
  header.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([header, payload]);
}

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.alloc(times * bytes.length, bytes);
}

const textFrame = (text: string) => frame(FINAL | TEXT, Buffer.from(text));
const EVENT = textFrame(`42${IN}1["messageToServer","much"]`);

describe('a flood', () => {
  let cluster: TestCluster;
  let bystander: TestDevice;
  let other: TestApi;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', smallHeap: true });
    bystander = await cluster.device('bystander');
    other = await cluster.as('bystander');
    // A node grows with its first requests, whoever sends them.
    await tollOf(cluster, other, () => Promise.resolve());
  });
  afterAll(() => cluster.stop());

  function expectLittle({ p99Ms, grownBytes }: Toll): void {
    expect(p99Ms).toBeLessThan(LONGEST_WAIT_MS);
    expect(grownBytes).toBeLessThan(MOST_GROWTH_BYTES);
  }

  async function attack(index: number): Promise<WebSocket> {
    const link = await rawLink(cluster, `attacker-${index}`);
    // The rest of a flood meets a connection that is gone.
    link.on('error', () => undefined);
    return link;
  }

  /** The network connection below a link. */
  function below(link: WebSocket): Socket {
    return (link as unknown as { _socket: Socket })._socket;
  }

  it.each<[string, number, () => Buffer]>([
    ['frames of 100 MB', ATTACKERS, () => frame(FINAL | TEXT, Buffer.alloc(100 * MIB, 'x'))],
    ['messages in a million pieces', ATTACKERS, () => Buffer.concat([frame(TEXT, Buffer.from('x')), repeated(frame(CONTINUED, Buffer.from('x')), 1_000_000)])],
    ['compressed messages that hold 50 MB', ATTACKERS, () => frame(FINAL | COMPRESSED | TEXT, deflateRawSync(Buffer.alloc(50 * MIB)))],
    ['100,000 events at once', 1, () => repeated(EVENT, 100_000)],
    ['100,000 acks of nothing', 1, () => repeated(textFrame(`43${IN}1[]`), 100_000)],
    ['100,000 joins of other namespaces', 1, () => repeated(textFrame('40/other,{}'), 100_000)],
  ])('of %s is cut, and costs its node and others little', async (_, attackers, bytesOf) => {
    const bytes = bytesOf();
    const links = await Promise.all(Array.from({ length: attackers }, (_each, index) => attack(index)));
    const flood = async (link: WebSocket) => {
      const closed = once(link, 'close', { signal: AbortSignal.timeout(CUT_MS) });
      below(link).write(bytes);
      await closed;
    };
    expectLittle(await tollOf(cluster, other, () => Promise.all(links.map(flood))));
  });

  it('is cut at once, though its sender neither listens nor stops', async () => {
    const socket = below(await attack(0));
    socket.allowHalfOpen = true;
    for (const event of ['data', 'end']) socket.removeAllListeners(event);
    socket.resume();
    let isGone = false;
    socket.once('close', () => (isGone = true));
    socket.write(frame(FINAL | TEXT, Buffer.alloc(MIB)));
    for await (const startedAt of setInterval(20, Date.now())) {
      if (isGone) break;
      expect(Date.now() - startedAt).toBeLessThan(LONGEST_WAIT_MS);
      socket.write('more');
    }
  });

  it('of 500 events a second is answered with rate_limited, closed, and costs others little', async () => {
    const link = await attack(ATTACKERS);
    const answers: string[] = [];
    link.on('message', (data: Buffer) => answers.push(data.toString()));
    const flood = async () => {
      for await (const _ of setInterval(20)) {
        if (link.readyState !== link.OPEN) break;
        below(link).write(repeated(EVENT, 10));
      }
    };
    expectLittle(await tollOf(cluster, other, flood));
    expect(answers.filter((answer) => answer.includes('"ok":true'))).toHaveLength(600);
    expect(answers.some((answer) => answer.includes('"code":"rate_limited","message"'))).toBe(true);
    expect(answers.some((answer) => answer.startsWith(`42${IN}["closing",{"code":"rate_limited"`))).toBe(true);
  });

  it('of bodies that inflate to 200 MB is answered 413', async () => {
    const body = gzipSync(Buffer.alloc(200 * MIB, ' '));
    const authorization = `Bearer ${await cluster.token('attacker')}`;
    const headers = { authorization, 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const send = () => fetch(`${cluster.node(0).url}/api/tasks`, { method: 'POST', headers, body });
    const flood = async () => {
      const answers = await Promise.all(Array.from({ length: ATTACKERS }, send));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: ATTACKERS }, () => 413));
    };
    expectLittle(await tollOf(cluster, other, flood));
  });

  it('ends nobody else', async () => {
    await cluster.barrier('bystander', [bystander]);
    expect(bystander.ended).toBeUndefined();
    expect(cluster.node(0).running).toBe(true);
  });
});
