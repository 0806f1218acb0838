import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { connectShortLived, farewellsMissing, leaveShortLived, revokeTokens } from '../shut-out.js';

/** Without Redis the other nodes hear of a revocation by looking. Tokens meanwhile end as ever. */
export const REVOKE_WITHOUT_REDIS: Fault = {
  id: 'X20',
  title: 'revocation and expiry while Redis is down',
  lastsMs: 18_000,
  async inject(scene) {
    await connectShortLived(scene);
    await scene.stage.redis.kill();
    await delay(1_000);
    await revokeTokens(scene);
  },
  async heal({ stage }) {
    await stage.redis.start();
    leaveShortLived(stage);
  },
  expects: ({ stage }) => farewellsMissing(stage),
};
