import type { Fault } from '../fault.js';
import { mutation } from '../mutation.js';
import { connectShortLived, farewellsMissing, leaveShortLived, revokeTokens } from '../shut-out.js';

const FIVE_MINUTES_MS = 5 * 60 * 1_000;

/** One node lives five minutes ahead, another five behind: neither numbers nor who may be here come from its clock. */
export const WRONG_CLOCKS: Fault = {
  id: 'X19',
  title: 'clocks five minutes ahead and behind, while tokens expire and are revoked',
  stage: { preload: [mutation('clock')] },
  lastsMs: 18_000,
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8', 'I9'],
  async inject(scene) {
    const { stage } = scene;
    for (const [index, shift] of [FIVE_MINUTES_MS, -FIVE_MINUTES_MS].entries()) {
      await stage.node(index).stop();
      await stage.node(index).start({ CHAOS_CLOCK_SHIFT_MS: String(shift) });
    }
    await connectShortLived(scene);
    await revokeTokens(scene);
  },
  async heal({ stage }) {
    leaveShortLived(stage);
    for (const index of [0, 1]) {
      await stage.node(index).stop();
      await stage.node(index).start();
    }
  },
  expects: ({ stage }) => farewellsMissing(stage),
};
