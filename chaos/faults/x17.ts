import type { Fault } from '../fault.js';

/** What it writes when it wakes up is old; nobody may take it for new. */
export const FROZEN_NODE: Fault = {
  id: 'X17',
  title: 'one node frozen for 15 s, then on',
  lastsMs: 15_000,
  async inject({ stage }) {
    stage.node(1).freeze();
  },
  async heal({ stage }) {
    stage.node(1).thaw();
  },
};
