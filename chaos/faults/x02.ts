import { setTimeout as delay } from 'node:timers/promises';
import { except, type Fault } from '../fault.js';

export const KILL_ALL: Fault = {
  id: 'X2',
  title: 'kill all nodes',
  lastsMs: 0,
  invariants: except('I6'),
  async inject({ stage }) {
    await Promise.all([...stage.nodes, stage.worker].map((node) => node.kill()));
    await delay(2_000);
  },
  async heal({ stage }) {
    await Promise.all([...stage.nodes, stage.worker].map((node) => node.start()));
  },
};
