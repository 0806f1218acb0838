import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UpdateOp } from '@eventide/contracts';
import { TestCluster } from './test-cluster.js';

const LIMIT = 40;

describe('commands over a socket', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', env: { MAX_EVENTS_PER_MINUTE: String(LIMIT) } });
  });
  afterAll(() => cluster.stop());

  const update = { commandId: 'c', op: 'read', ids: ['x'] };

  it.each<[string, string, unknown[]]>([
    ['an unknown event', 'nonsense', [{}]],
    ['an event without a payload', 'update', []],
    ['two payloads', 'ack', [{ inbox: 1, all: 1 }, {}]],
    ['an unknown op', 'update', [{ ...update, op: 'destroy' }]],
    ['an unknown field', 'update', [{ ...update, userId: 'ben' }]],
    ['an operator for a commandId', 'update', [{ ...update, commandId: { $gt: '' } }]],
    ['an operator among the ids', 'update', [{ ...update, ids: [{ $ne: null }] }]],
    ['no ids', 'update', [{ ...update, ids: [] }]],
    ['more than 100 ids', 'update', [{ ...update, ids: Array.from({ length: 101 }, (_, index) => `${index}`) }]],
    ['a commandId that is too long', 'update', [{ ...update, commandId: 'x'.repeat(129) }]],
    ['a readAll without a place', 'update', [{ commandId: 'c', op: 'readAll' }]],
    ['a cursor with a negative place', 'sync', [{ epoch: 'e', inbox: -1, all: 0 }]],
    ['a cursor of text', 'sync', [{ epoch: 'e', inbox: '1', all: 0 }]],
    ['an operator for a cursor', 'sync', [{ epoch: { $gt: '' }, inbox: 0, all: 0 }]],
    ['a place below 0', 'ack', [{ inbox: -1, all: 0 }]],
    ['an empty message', 'messageToServer', ['']],
    ['a message that is too long', 'messageToServer', ['x'.repeat(1_001)]],
    ['a message that is no text', 'messageToServer', [{ $gt: '' }]],
    ['a token that is no text', 'refreshToken', [{ token: { $gt: '' } }]],
  ])('refuses %s', async (_, event, args) => {
    const device = await cluster.device('ann');
    expect(await device.askAnything(event, ...args)).toMatchObject({ ok: false, error: { code: 'invalid_request', retryable: false } });
    expect(await device.askAnything('ack', { inbox: 0, all: 0 })).toEqual({ ok: true, data: {} });
    device.close();
  });

  it('bears events without an ack', async () => {
    const device = await cluster.device('ben');
    const untyped = device.socket as unknown as { emit(event: string, ...args: unknown[]): void };
    untyped.emit('nonsense');
    untyped.emit('update', { $gt: '' });
    untyped.emit('ack', { inbox: 0, all: 0 });
    expect(await device.ask('ack', { inbox: 0, all: 0 })).toEqual({ ok: true, data: {} });
  });

  it.each([17 * 1024, 1024 * 1024])('closes a connection that sends a frame of %d bytes, and no other', async (bytes) => {
    const [loud, quiet] = [await cluster.device('cleo'), await cluster.device('dora')];
    const untyped = loud.socket as unknown as { emit(event: string, ...args: unknown[]): void };
    untyped.emit('messageToServer', 'x'.repeat(bytes));
    await loud.end();
    expect(await quiet.ask('messageToServer', 'still here')).toMatchObject({ ok: true });
    expect(quiet.ended).toBeUndefined();
  });

  it('runs the commands of one device in the order in which they came', async () => {
    const device = await cluster.device('emil');
    const { id } = await (await cluster.admin()).notify('emil');
    await device.one('newNotification');
    const ops = Array.from({ length: 10 }, (_, index): UpdateOp => (index % 2 === 0 ? 'read' : 'unread'));
    const answers = await Promise.all(ops.map((op, index) => device.ask('update', { commandId: `c${index}`, op, ids: [id] })));
    expect(answers.map((answer) => answer.ok && answer.data)).toEqual(
      ops.map((op, index) => ({ seq: index + 2, unread: op === 'read' ? 0 : 1, notFound: [] })),
    );
  });

  it('repeats the answer to a repeated commandId', async () => {
    const device = await cluster.device('fay');
    const { id } = await (await cluster.admin()).notify('fay');
    const command = { commandId: 'once', op: 'remove' as const, ids: [id, 'nobody'] };
    const first = await device.ask('update', command);
    expect(first).toEqual({ ok: true, data: { seq: 2, unread: 0, notFound: ['nobody'] } });
    expect(await device.ask('update', command)).toEqual(first);
  });

  it("does nothing to another person's notification", async () => {
    const { id } = await (await cluster.admin()).notify('gus');
    const thief = await cluster.device('hal');
    expect(await thief.ask('update', { commandId: 'c', op: 'remove', ids: [id] })).toMatchObject({ ok: true, data: { notFound: [id] } });
    expect(await (await cluster.as('gus')).sync()).toMatchObject({ changes: [{ kind: 'updated', notification: { id } }] });
  });

  it('answers above the limit with rate_limited, then closes', async () => {
    const device = await cluster.device('loud');
    const answers = await Promise.all(Array.from({ length: 2 * LIMIT }, () => device.ask('ack', { inbox: 0, all: 0 })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(LIMIT);
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: 'rate_limited', retryable: true } });
    device.socket.emit('ack', { inbox: 0, all: 0 }, () => undefined);
    expect(await device.one('closing')).toMatchObject({ code: 'rate_limited', reconnect: true, afterMs: expect.any(Number) });
    expect(await device.end()).toBe('transport close');
  });
});
