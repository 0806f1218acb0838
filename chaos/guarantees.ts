import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from './checker.js';
import { LIMITS } from './limits.js';
import type { Results } from './results.js';
import type { Summary } from './summary.js';
import { rowsOf, type Row } from './table.js';

const FILE = join(import.meta.dirname, '..', 'docs', 'guarantees.md');
const RECOVERY_S = 20;

/** Writes what all runs together have shown to `docs/guarantees.md`. */
export function writeGuarantees({ counted: summaries, replacedFailures, voids }: Results): void {
  const faults = rowsOf(summaries.filter(({ kind }) => kind === 'fault'));
  const controls = rowsOf(summaries.filter(({ kind }) => kind === 'control'));
  const plain = rowsOf(summaries.filter(({ kind }) => kind === 'plain'));
  const sections = [
    '# What Eventide promises, and what was tried to break it',
    'This file is written by `npm run chaos` from `chaos/results.json`. Do not edit it.',
    headline(faults),
    apart(replacedFailures, voids),
    '## What every run is judged by',
    INVARIANTS.map(({ id, title }) => `- **${id}** ${title}`).join('\n'),
    '## Faults',
    table(faults),
    '## Controls',
    'Each breaks one mechanism on purpose, by a change that the suite makes to the program while it is loaded, or to its clients or servers. The invariant named must fail, or the checker would not notice.',
    table(controls),
    '## The same with plain Socket.IO',
    'A gateway as a tutorial builds it: Socket.IO with the Redis adapter, one `create` and one `emit` per notification.',
    table(plain),
    '## Failed runs that were repeated',
    'Each failed with the version named, and the same row and seed was run again with a later one, or the row does something else now. They are in no table above.',
    failures(replacedFailures),
    LIMITS,
  ];
  writeFileSync(FILE, `${sections.join('\n\n')}\n`);
}

function headline(rows: readonly Row[]): string {
  const sum = (field: 'acknowledged' | 'lost' | 'duplicated' | 'outOfOrder' | 'leaked' | 'wrongCounts' | 'other') =>
    rows.reduce((total, row) => total + row[field], 0);
  const run = rows.filter(({ seeds }) => seeds > 0);
  const worst = Math.max(0, ...run.map(({ recoveryS }) => recoveryS));
  const missing = rows.length - run.length;
  return [
    `**${sum('acknowledged')} notifications and announcements acknowledged under ${run.length} rows of faults, ${total(run)} runs:`,
    `lost ${sum('lost')}, duplicated ${sum('duplicated')}, out of order ${sum('outOfOrder')}, leaked ${sum('leaked')},`,
    `wrong counts ${sum('wrongCounts')}, other violations ${sum('other')};`,
    `worst recovery ${worst.toFixed(1)} s (promised: ${RECOVERY_S} s). Not run: ${missing}.**`,
  ].join(' ');
}

/** What stands in no table. */
function apart(failed: readonly Summary[], voids: readonly Summary[]): string {
  return [
    `No run is ever taken out of the file. A failed one stays in the tables until the same row and seed has been run with a later version: ${failed.length} such ${failed.length === 1 ? 'failure stands' : 'failures stand'} at the end.`,
    `${voids.length} ${voids.length === 1 ? 'run was' : 'runs were'} void, since the suite itself used more than 85 % of its core.`,
  ].join(' ');
}

function failures(failed: readonly Summary[]): string {
  if (failed.length === 0) return 'There are none.';
  const rows = failed.map(({ row, kind, title, seed, version, broken, expected }) => {
    const what = kind === 'control' ? `${expected} did not fail` : Object.entries(broken).map(([id, times]) => `${id}: ${times}`).join(', ');
    return `| ${[row, title, seed, version, what].join(' | ')} |`;
  });
  return ['| | what was done | seed | version | broken, and how often |', `|${' --- |'.repeat(5)}`, ...rows].join('\n');
}

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, { seeds }) => sum + seeds, 0);
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return 'Nothing was run yet.';
  const head = '| | what is done | seeds | kept, at 95 % confidence, in | acknowledged | lost | duplicated | out of order | leaked | wrong counts | I6 to I9, S2 | worst recovery, s | peak memory, MB | stall of the suite, ms (answers excused) | |';
  const line = `|${' --- |'.repeat(15)}`;
  return [head, line, ...rows.map(rowText)].join('\n');
}

function rowText(row: Row): string {
  const { acknowledged, lost, duplicated, outOfOrder, leaked, wrongCounts, other } = row;
  const confidence = row.verdict === 'kept' ? `≥ ${Math.round(wilsonLower(row.seeds) * 100)} %` : '';
  const cells = [row.row, row.title, row.seeds, confidence, acknowledged, lost, duplicated, outOfOrder, leaked, wrongCounts, other];
  return `| ${[...cells, row.recoveryS.toFixed(1), row.peakMb, `${row.stallMs} (${row.excused})`, row.verdict].join(' | ')} |`;
}

/** Lower end of the Wilson interval at 95 % for a promise that was kept in all of so many runs. */
function wilsonLower(runs: number): number {
  const z = 1.96;
  return runs === 0 ? 0 : runs / (runs + z * z);
}
