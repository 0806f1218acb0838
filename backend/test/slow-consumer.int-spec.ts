import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';
import type { TestDevice } from './test-device.js';

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
    cluster = await TestCluster.start({ nodes: 1, redis: 'none' });
  });
  afterAll(() => cluster.stop());

  async function metric(line: string): Promise<number> {
    const token = await cluster.token('admin', { roles: ['admin'] });
    const response = await fetch(`${cluster.node(0).url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const found = (await response.text()).split('\n').find((each) => each.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1) ?? 0);
  }

  it('is cut when more than 1 MiB is unsent, while others go on', async () => {
    const [deaf, healthy] = [await cluster.device('ann'), await cluster.device('ann')];
    const admin = await cluster.admin();
    network(deaf).pause();
    const large = { to: 'ann', type: 't', title: 't', message: 'm'.repeat(2_000), data: { filler: 'x'.repeat(4_000) } };
    const items = Array.from({ length: PER_REQUEST }, (_, index) => ({ ...large, title: `${index}` }));
    await eventually('the cut', async () => {
      await admin.expect('POST', '/api/notifications/batch', { items });
      return (await metric('eventide_closings_total{code="slow_consumer"}')) === 1;
    }, 40_000);
    await eventually('one connection', async () => (await metric('eventide_connections')) === 1);
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
