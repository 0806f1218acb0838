import { except, type Fault } from '../fault.js';

export const ROLLING_DEPLOY: Fault = {
  id: 'X3',
  title: 'rolling deploy',
  lastsMs: 0,
  invariants: except('I6'),
  async inject({ stage }) {
    for (const node of [...stage.nodes, stage.worker]) {
      await node.stop();
      await node.start();
    }
  },
  async heal() {
    // The last node has started.
  },
};
