import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';
import { metricOf } from './test-metrics.js';
import { MOST_GROWTH_BYTES, tollOf } from './toll.js';

const PER_REQUEST = 35;

/** Where socket.io-client keeps the network connection; outside its types. */
interface Below {
  io: { engine: { transport: { ws: { pause(): void; resume(): void } } } };
}

function network(device: TestDevice): { pause(): void; resume(): void } {
  return (device.socket as unknown as Below).io.engine.transport.ws;
}

describe('a client that does not read', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1, redis: 'none', smallHeap: true });
  });
  afterAll(() => cluster.stop());

  it('is cut when more than 1 MiB is unsent, while others go on and its node grows by less than 64 MB', async () => {
    const [deaf, healthy] = [await cluster.device('ann'), await cluster.device('ann')];
    const admin = await cluster.admin();
    const large = { to: 'ann', type: 't', title: 't', message: 'm'.repeat(2_000), data: { filler: 'x'.repeat(4_000) } };
    const items = Array.from({ length: PER_REQUEST }, (_, index) => ({ ...large, title: `${index}` }));
    network(deaf).pause();
    const toll = await tollOf(cluster, await cluster.as('ben'), () =>
      eventually('the cut', async () => {
        await admin.expect('POST', '/api/notifications/batch', { items });
        return (await metricOf(cluster, 'eventide_closings_total{code="slow_consumer"}')) === 1;
      }, 40_000),
    );
    expect(toll.grownBytes).toBeLessThan(MOST_GROWTH_BYTES);
    await eventually('one connection', async () => (await metricOf(cluster, 'eventide_connections')) === 1);
    network(deaf).resume();
    await deaf.end();
    await cluster.barrier('ann', [healthy]);
    expect(healthy.ended).toBeUndefined();
  });

  it('comes back by its cursor', async () => {
    const { epoch, all } = (await cluster.device('ann')).all('sync')[0]!;
    const back = await cluster.device('ann', 0, { epoch, inbox: 3, all });
    expect(back.all('sync')[0]).toMatchObject({ mode: 'delta', from: { inbox: 3 }, more: true });
  });
});
