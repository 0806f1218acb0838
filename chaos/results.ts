import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { passes, type Summary } from './summary.js';

const FILE = join(import.meta.dirname, 'results.json');

/** What all runs have shown, in the order in which they were made. No run is ever taken out. */
export interface Results {
  /** Runs that the tables are made of. */
  counted: readonly Summary[];
  /** Runs that failed with an earlier version, and that a later one has repeated with the same seed. */
  replacedFailures: readonly Summary[];
  /** Runs that showed nothing, since the suite itself had too much to do. */
  voids: readonly Summary[];
}

function readRuns(): Summary[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Summary[]) : [];
}

/** Adds one run to `chaos/results.json`. @returns all results, this one among them */
export function addResult(added: Summary): Results {
  const runs = [...readRuns(), added];
  writeFileSync(FILE, `[\n${runs.map((run) => `  ${JSON.stringify(run)}`).join(',\n')}\n]\n`);
  return sortOut(runs);
}

/**
 * A run counts until the same row and seed is run with another version, or until the row does something else. A failure
 * is not taken back by a run of the same version: then both count.
 */
export function sortOut(runs: readonly Summary[]): Results {
  const shown = runs.filter(({ isVoid }) => !isVoid);
  const isReplaced = (run: Summary): boolean => shown.slice(shown.indexOf(run) + 1).some((later) => replaces(later, run));
  return {
    counted: shown.filter((run) => !isReplaced(run)),
    replacedFailures: shown.filter((run) => isReplaced(run) && !passes(run)),
    voids: runs.filter(({ isVoid }) => isVoid),
  };
}

function replaces(later: Summary, run: Summary): boolean {
  if (later.row !== run.row || later.kind !== run.kind) return false;
  return later.title !== run.title || (later.seed === run.seed && later.version !== run.version);
}
