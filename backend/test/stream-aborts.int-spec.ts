import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

/** The database's connections, of which the node opens more under load. */
const POOL = 50;
const PATHS = ['/api/stream', '/api/signals/stream'];

/** Upstream's own streams once leaked when a client left while its handler was still at work (nestjs/nest#17017). */
describe('1,000 streams that were aborted', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await TestCluster.start({ nodes: 1 });
  });
  afterAll(() => cluster.stop());

  async function metric(name: string): Promise<number> {
    const token = await cluster.token('admin', { roles: ['admin'] });
    const text = await (await fetch(`${cluster.node(0).url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  it('leave nothing behind, wherever in their beginning they ended', async () => {
    const handles = await metric('nodejs_active_resources_total');
    for (let batch = 0; batch < 20; batch += 1) {
      const streams = await Promise.all(
        Array.from({ length: 50 }, (_, index) => cluster.stream(`abort-${index}`, { path: PATHS[index % 2] })),
      );
      await Promise.all(streams.filter((_, index) => index % 3 === 0).map((stream) => stream.status()));
      for (const stream of streams) stream.close();
    }
    await eventually('no connection', async () => (await metric('eventide_connections')) === 0, 20_000);
    await eventually('no stream', async () => (await metric('eventide_event_streams')) === 0, 20_000);
    await eventually('no handle', async () => (await metric('nodejs_active_resources_total')) <= handles + 2 * POOL, 20_000);
    const stream = await cluster.stream('after');
    await stream.one('sync');
    await cluster.barrier('after', [stream]);
  });
});
