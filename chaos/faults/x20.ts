import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

const REVOKED = 5;
const CLOSED_MS = 10_000;

/** Without Redis the other nodes hear of it by looking. */
export const REVOKE_WITHOUT_REDIS: Fault = {
  id: 'X20',
  title: 'revocation while Redis is down',
  lastsMs: 13_000,
  async inject({ stage, fleet, producer }) {
    await stage.redis.kill();
    await delay(1_000);
    const admin = producer('admin');
    for (const user of fleet.users.slice(0, REVOKED)) {
      await admin.repeat({ op: 'revoke', path: `/api/users/${user}/revoke`, body: {}, promises: () => [] });
      stage.history.add(user, { kind: 'barred', until: stage.history.now() + CLOSED_MS });
    }
  },
  async heal({ stage }) {
    await stage.redis.start();
  },
};
