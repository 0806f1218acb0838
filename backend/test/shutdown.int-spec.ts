import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestCluster } from './test-cluster.js';

describe('a node that stops', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(() => cluster.stop());

  it('asks its clients to come back, spread over time, and ends by itself', async () => {
    const devices = await Promise.all(Array.from({ length: 20 }, (_, index) => cluster.device(`user-${index}`, 1)));
    const code = cluster.node(1).stop();
    const closings = await Promise.all(devices.map((device) => device.one('closing')));
    for (const closing of closings) expect(closing).toEqual({ code: 'drain', reconnect: true, afterMs: expect.any(Number) });
    expect(new Set(closings.map(({ afterMs }) => afterMs)).size).toBeGreaterThan(1);
    expect(Math.max(...closings.map(({ afterMs }) => afterMs ?? NaN))).toBeLessThanOrEqual(1_000);
    for (const device of devices) expect(await device.end()).toBe('transport close');
    expect(await code).toBe(0);
  });

  it('loses nothing for them: the other node goes on from their cursor', async () => {
    const { seq } = await (await cluster.admin(0)).notify('user-0');
    const device = await cluster.device('user-0', 0);
    expect(device.all('sync')[0]).toMatchObject({ inbox: seq, unread: { inbox: 1 } });
  });

  it('finishes what was asked of it before', async () => {
    await cluster.node(1).start();
    const admin = await cluster.admin(1);
    const sending = Array.from({ length: 50 }, () => admin.call<{ items: { seq: number }[] }>('POST', '/api/notifications', {
      to: 'writer', type: 't', title: 't', message: 'm',
    }).catch((error: Error) => error));
    const first = await Promise.race(sending);
    expect(first).toMatchObject({ status: 201 });
    expect(await cluster.node(1).stop()).toBe(0);
    const acknowledged = (await Promise.all(sending)).filter((answer) => !(answer instanceof Error) && answer.status === 201);
    const stored = await cluster.db.collection('notifications').countDocuments({ userId: 'writer' });
    expect(stored).toBeGreaterThanOrEqual(acknowledged.length);
  });
});
