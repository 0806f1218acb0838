import { describe, expect, it } from '@jest/globals';
import { Env } from './env.js';
import { Metrics } from './metrics.js';
import { FAILED, RedisClients } from './redis-clients.js';

/** Nobody listens there. */
const NOWHERE = 'redis://127.0.0.1:1';

describe(RedisClients.name, () => {
  it('counts the calls that wait for an answer until they have failed', async () => {
    const metrics = new Metrics();
    const redis = new RedisClients(Env.from({ MONGODB_URI: 'mongodb://127.0.0.1', REDIS_URL: NOWHERE }), metrics);
    const waiting = redis.open('test', 'subscribe').subscribe('channel', () => undefined);
    expect(await metrics.text()).toContain('eventide_redis_pending_calls 1');
    redis.onApplicationShutdown();
    expect(await waiting).toBe(FAILED);
    expect(await metrics.text()).toContain('eventide_redis_pending_calls 0');
  });
});
