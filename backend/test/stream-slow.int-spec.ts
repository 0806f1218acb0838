import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import { metricOf } from './test-metrics.js';
import { MOST_GROWTH_BYTES, tollOf } from './toll.js';

describe('a stream whose reader does not read', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', smallHeap: true });
  });
  afterAll(() => cluster.stop());

  const slow = () => metricOf(cluster, 'eventide_closings_total{code="slow_consumer"}');

  it('is cut when more than 1 MiB is unsent, and comes back by its cursor', async () => {
    const [deaf, healthy] = [await cluster.stream('ann', { paused: true }), await cluster.stream('ann')];
    await healthy.one('sync');
    const admin = await cluster.admin();
    const large = { to: 'ann', type: 't', title: 't', message: 'm'.repeat(2_000), data: { filler: 'x'.repeat(4_000) } };
    const items = Array.from({ length: 35 }, (_, index) => ({ ...large, title: `${index}` }));
    const before = await slow();
    await eventually('the cut', async () => {
      await admin.expect('POST', '/api/notifications/batch', { items });
      return (await slow()) > before;
    }, 40_000);
    expect(await metricOf(cluster, 'eventide_connections')).toBe(1);
    deaf.resume();
    await deaf.end();
    await cluster.barrier('ann', [healthy]);
    const lastId = healthy.received.find(({ event }) => event === 'newNotification')?.id ?? '';
    const back = await cluster.stream('ann', { headers: { 'Last-Event-ID': lastId } });
    expect(await back.one('sync')).toMatchObject({ mode: 'delta', from: { inbox: 1 } });
    await cluster.barrier('ann', [back]);
  });

  it('is cut before 4 MB are pending, and its node grows by less than 64 MB', async () => {
    const deaf = await cluster.stream('ben', { path: '/api/signals/stream', paused: true });
    await deaf.status();
    const admin = await cluster.admin();
    const body = { userId: 'ben', topic: 'filler', data: 'x'.repeat(4_000) };
    const before = await slow();
    const toll = await tollOf(cluster, await cluster.as('cleo'), () =>
      eventually('the cut', async () => {
        await Promise.all(Array.from({ length: 100 }, () => admin.expect('POST', '/api/signals', body)));
        return (await slow()) > before;
      }, 40_000),
    );
    expect(await metricOf(cluster, 'eventide_event_streams')).toBe(0);
    expect(toll.grownBytes).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
