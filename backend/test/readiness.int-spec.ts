import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@eventide/contracts';
import { MONGOD_PORT, mongoUri, throughLink } from './database.js';
import { eventually } from './eventually.js';
import { TcpProxy } from './tcp-proxy.js';
import type { TestApi } from './test-api.js';
import { TestCluster } from './test-cluster.js';

const FAULTS = ['cut', 'freeze'] as const;

describe('the readiness of a node', () => {
  let mongo: TcpProxy;
  let cluster: TestCluster;
  let orchestrator: TestApi;

  beforeAll(async () => {
    mongo = await TcpProxy.to(mongoUri(), MONGOD_PORT);
    cluster = await TestCluster.start({ nodes: 1, redis: 'proxied', env: { MONGODB_URI: throughLink(mongoUri(), mongo) } });
    orchestrator = await cluster.as(null);
  });
  afterAll(async () => {
    await cluster.stop();
    await mongo.close();
  });

  const ready = () => orchestrator.call<{ status: string } & Problem>('GET', '/health/ready');
  const isReady = () => eventually('ready', async () => (await ready()).body.status === 'ok');

  it.each(FAULTS)('is over, with a problem, during a %s of the link to MongoDB, and comes back by itself', async (fault) => {
    await isReady();
    mongo[fault]();
    const { headers, body } = await eventually('a refusal', async () => {
      const answer = await ready();
      return answer.status === 503 ? answer : null;
    });
    expect(body).toMatchObject({ status: 503, code: 'unavailable', detail: 'The database does not answer.' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await orchestrator.expect('GET', '/health/live')).toEqual({ status: 'ok' });
    mongo.mend();
    await isReady();
  });

  it.each(FAULTS)('is degraded during a %s of the link to Redis, and whole again after it', async (fault) => {
    await isReady();
    cluster.redis[fault]();
    const { status } = await eventually('degraded', async () => {
      const answer = await ready();
      return answer.body.status === 'degraded' ? answer : null;
    });
    expect(status).toBe(200);
    cluster.redis.mend();
    await isReady();
  });

  it('is over without both, and degraded when only MongoDB is back', async () => {
    await isReady();
    mongo.cut();
    cluster.redis.cut();
    await eventually('a refusal', async () => (await ready()).status === 503);
    mongo.mend();
    await eventually('degraded', async () => (await ready()).body.status === 'degraded');
    cluster.redis.mend();
    await isReady();
  });
});
