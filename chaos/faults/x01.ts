import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { except, type Fault } from '../fault.js';
import { mutation } from '../mutation.js';
import type { ProductNode } from '../product-node.js';

const POINTS = ['before commit', 'in the batch', 'after commit', 'before answer', 'idle'] as const;
const PATIENCE_MS = 3_000;

/** One node after another dies at the worst points of its work, and comes back. */
export const KILL_ONE: Fault = {
  id: 'X1',
  title: 'kill one node at five points of its work',
  stage: { preload: [mutation('kill-points')] },
  lastsMs: 0,
  // A node that starts again has another baseline.
  invariants: except('I6'),
  async inject({ stage }) {
    for (const [index, point] of POINTS.entries()) {
      const node = stage.node(index % stage.nodes.length);
      writeFileSync(stage.folder.file('kill-point'), point);
      await dieAt(node, point);
      await delay(500);
      await node.start();
    }
  },
  async heal() {
    // Every node is back already.
  },
};

async function dieAt(node: ProductNode, point: (typeof POINTS)[number]): Promise<void> {
  if (point === 'idle') return node.kill();
  node.expectEnd();
  node.signal('SIGUSR2');
  await Promise.race([node.ended(), delay(PATIENCE_MS)]);
  if (node.running) await node.kill();
}
