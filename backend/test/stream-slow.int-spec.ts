import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';
import { TestCluster } from './test-cluster.js';

describe('a stream whose reader does not read', () => {
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

  const slow = () => metric('eventide_closings_total{code="slow_consumer"}');
  const memory = () => metric('process_resident_memory_bytes');

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
    expect(await metric('eventide_connections')).toBe(1);
    deaf.resume();
    await deaf.end();
    await cluster.barrier('ann', [healthy]);
    const lastId = healthy.received.find(({ event }) => event === 'newNotification')?.id ?? '';
    const back = await cluster.stream('ann', { headers: { 'Last-Event-ID': lastId } });
    expect(await back.one('sync')).toMatchObject({ mode: 'delta', from: { inbox: 1 } });
    await cluster.barrier('ann', [back]);
  });

  it('is cut before 4 MB are pending, and its node does not grow by as much again', async () => {
    const deaf = await cluster.stream('ben', { path: '/api/signals/stream', paused: true });
    await deaf.status();
    const admin = await cluster.admin();
    const body = { userId: 'ben', topic: 'filler', data: 'x'.repeat(4_000) };
    const [before, grown] = [await slow(), await memory()];
    await eventually('the cut', async () => {
      await Promise.all(Array.from({ length: 100 }, () => admin.expect('POST', '/api/signals', body)));
      return (await slow()) > before;
    }, 40_000);
    expect(await metric('eventide_event_streams')).toBe(0);
    expect((await memory()) - grown).toBeLessThan(64 * 1_024 * 1_024);
  });
});
