import type { TestApi } from './test-api.js';
import type { TestCluster } from './test-cluster.js';
import { memoryOf } from './test-metrics.js';

/** By how much no attack may make a node grow. */
export const MOST_GROWTH_BYTES = 64 * 1024 * 1024;

/** What something cost a node and its other clients while it went on. */
export interface Toll {
  /** How long another client waited for an answer, at the 99th percentile. */
  p99Ms: number;
  /** By how much the node was larger at its largest than before. */
  grownBytes: number;
}

const FEWEST_REQUESTS = 50;

/** Asks as somebody else, one request after another, until it is over and enough was asked. */
export async function tollOf(cluster: TestCluster, other: TestApi, ordeal: () => Promise<unknown>): Promise<Toll> {
  const before = await memoryOf(cluster);
  const times: number[] = [];
  let largest = before;
  let over = false;
  const watch = async () => {
    while (!over || times.length < FEWEST_REQUESTS) {
      const askedAt = performance.now();
      await other.call('GET', '/api/notifications/unread-count');
      times.push(performance.now() - askedAt);
      largest = Math.max(largest, await memoryOf(cluster));
    }
  };
  await Promise.all([watch(), ordeal().finally(() => (over = true))]);
  times.sort((a, b) => a - b);
  return { p99Ms: times[Math.ceil(times.length * 0.99) - 1] ?? 0, grownBytes: largest - before };
}
