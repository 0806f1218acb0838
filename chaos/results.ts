import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from './summary.js';

const FILE = join(import.meta.dirname, 'results.json');

/** What all runs so far have shown; a run of the same row and seed takes the place of the one before. */
function readResults(): Summary[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Summary[]) : [];
}

/** @returns all results, these among them */
export function addResults(added: readonly Summary[]): Summary[] {
  const byRun = new Map([...readResults(), ...added].map((summary) => [keyOf(summary), summary]));
  const all = [...byRun.values()].sort((one, other) => keyOf(one).localeCompare(keyOf(other), 'en', { numeric: true }));
  writeFileSync(FILE, `[\n${all.map((summary) => `  ${JSON.stringify(summary)}`).join(',\n')}\n]\n`);
  return all;
}

function keyOf({ kind, row, seed }: Summary): string {
  return `${kind} ${row} ${seed}`;
}
