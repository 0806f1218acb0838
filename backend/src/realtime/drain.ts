import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Line } from './line.js';

/** Clients of a node that stops come back to the others at about this pace. */
const RETURNS_PER_MS = 1;
const LEAST_SPREAD_MS = 1_000;
/** Who comes back later than this is not complete within the promised 20 s. */
const MOST_SPREAD_MS = 5_000;
const SLICE = 500;

/** @returns milliseconds over which so many clients are asked to spread their return: few come back soon, many within 5 s */
export function drainSpreadMs(connections: number): number {
  return Math.min(MOST_SPREAD_MS, Math.max(LEAST_SPREAD_MS, connections / RETURNS_PER_MS));
}

/** Asks all of them to come back to another node, each at a random time, in slices so that the loop stays free. */
export async function drain(lines: readonly Line[]): Promise<void> {
  const spreadMs = drainSpreadMs(lines.length);
  for (let start = 0; start < lines.length; start += SLICE) {
    for (const line of lines.slice(start, start + SLICE)) {
      line.close('drain', Math.round(Math.random() * spreadMs));
    }
    await nextTurn();
  }
}
