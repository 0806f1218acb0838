import type { Fault } from '../fault.js';
import { mutation } from '../mutation.js';

const FIVE_MINUTES_MS = 5 * 60 * 1_000;

/** One node lives five minutes ahead, another five behind: numbers do not come from clocks. */
export const WRONG_CLOCKS: Fault = {
  id: 'X19',
  title: 'clocks five minutes ahead and behind',
  stage: { preload: [mutation('clock')] },
  lastsMs: 8_000,
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I7', 'I8', 'I9'],
  async inject({ stage }) {
    for (const [index, shift] of [FIVE_MINUTES_MS, -FIVE_MINUTES_MS].entries()) {
      await stage.node(index).stop();
      await stage.node(index).start({ CHAOS_CLOCK_SHIFT_MS: String(shift) });
    }
  },
  async heal({ stage }) {
    for (const index of [0, 1]) {
      await stage.node(index).stop();
      await stage.node(index).start();
    }
  },
};
