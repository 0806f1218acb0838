import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../platform/clock.js';
import type { Env } from '../platform/env.js';
import type { Mongo } from '../platform/mongo.js';
import { LoginFailures } from './login-failures.store.js';

const MINUTE_MS = 60_000;

/** Ten failures that count until then, as another process has stored them. */
function storedUntil(expiresAt: Date): Mongo {
  const findOne = async (asked: { expiresAt: { $gt: Date } }) => (expiresAt > asked.expiresAt.$gt ? { count: 10, expiresAt } : null);
  return { collection: () => ({ findOne }) } as unknown as Mongo;
}

describe(LoginFailures.name, () => {
  it.each([['ahead', 5 * MINUTE_MS], ['behind', -5 * MINUTE_MS]])('count as long in a process whose clock is %s', async (_, aheadMs) => {
    const now = Date.now() - aheadMs;
    const env = { limits: { loginFailuresPerMinute: 10 } } as Env;
    const judge = (expiresAt: Date) =>
      new LoginFailures(storedUntil(expiresAt), env, { now: () => now } as Clock).limit('ann@a.test', '::1', async () => 'Ann');
    const limited = { code: 'rate_limited', details: { retryAfterMs: 30_000 } };
    await expect(judge(new Date(now + 30_000))).rejects.toMatchObject(limited);
    await expect(judge(new Date(now - 30_000))).resolves.toBe('Ann');
  });
});
