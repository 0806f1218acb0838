import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

describe('without Redis', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ redis: 'proxied' });
  });
  afterAll(() => cluster.stop());

  async function readiness(node: number): Promise<{ status: number; body: { status: string } }> {
    return (await cluster.as(null, { node })).call('GET', '/health/ready');
  }

  it.each(['cut', 'freeze'] as const)('goes on under load through a %s of the link, and delivers across nodes again after it', async (fault) => {
    const user = `ann-${fault}`;
    const [near, far] = [await cluster.device(user, 0), await cluster.device(user, 1)];
    const admin = await cluster.admin(0);
    let count = 0;
    const send = async (times: number) => {
      for (let turn = 0; turn < times; turn += 1) {
        await admin.notify(user);
        count += 1;
      }
    };
    await send(20);
    cluster.redis[fault]();
    await send(20);
    await eventually('the local device', () => near.inboxPlace === count);
    expect(near.news).toHaveLength(count);
    cluster.redis.mend();
    await eventually('the remote device', () => far.inboxPlace === count);
    for (const node of [0, 1]) await eventually('ready', async () => (await readiness(node)).body.status === 'ok');
    await eventually('a frame by Redis', async () => {
      const { id } = await admin.notify(user);
      count += 1;
      await eventually('the place', () => far.inboxPlace === count);
      return far.news.some((news) => news.id === id);
    }, 40_000);
    expect(cluster.nodes.every((node) => node.running)).toBe(true);
    expect(near.news.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it.each(['cut', 'freeze'] as const)('says that it is degraded during a %s of the link', async (fault) => {
    cluster.redis[fault]();
    await eventually('degraded', async () => (await readiness(0)).body.status === 'degraded');
    expect((await readiness(0)).status).toBe(200);
    cluster.redis.mend();
    await eventually('ready', async () => (await readiness(0)).body.status === 'ok');
  });

  it('hears of a person who connected while it was away', async () => {
    cluster.redis.cut();
    const device = await cluster.device('newcomer', 1);
    cluster.redis.mend();
    const admin = await cluster.admin(0);
    await eventually('a frame by Redis', async () => {
      const { id, seq } = await admin.notify('newcomer');
      await eventually('the place', () => device.inboxPlace >= seq);
      return device.news.some((news) => news.id === id);
    }, 30_000);
  });

  it('starts without it, serves, and joins when it comes', async () => {
    await cluster.node(1).stop();
    cluster.redis.cut();
    await cluster.node(1).start();
    const device = await cluster.device('early', 1);
    await (await cluster.admin(1)).notify('early');
    await device.one('newNotification');
    cluster.redis.mend();
    const admin = await cluster.admin(0);
    await eventually('a frame by Redis', async () => {
      const { id, seq } = await admin.notify('early');
      await eventually('the place', () => device.inboxPlace >= seq);
      return device.news.some((news) => news.id === id);
    }, 30_000);
  });

  it.each(['cut', 'freeze'] as const)('stops in order during a %s of the link', async (fault) => {
    const device = await cluster.device('last', 1);
    cluster.redis[fault]();
    const code = cluster.node(1).stop();
    expect(await device.one('closing')).toMatchObject({ code: 'drain' });
    expect(await code).toBe(0);
    cluster.redis.mend();
    await cluster.node(1).start();
  });
});
