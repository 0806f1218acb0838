import type { TestCluster } from './test-cluster.js';

/** The value of one line of a node's metrics, by its name and labels; 0 when it is not there. */
export async function metricOf(cluster: TestCluster, line: string, node = 0): Promise<number> {
  const token = await cluster.token('admin', { roles: ['admin'] });
  const response = await fetch(`${cluster.node(node).url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const found = (await response.text()).split('\n').find((each) => each.startsWith(`${line} `));
  return Number(found?.split(' ').at(-1) ?? 0);
}

/** What a node's process holds of the machine's memory. */
export function memoryOf(cluster: TestCluster): Promise<number> {
  return metricOf(cluster, 'process_resident_memory_bytes');
}
