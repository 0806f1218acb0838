import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from './checker.js';
import type { Summary } from './summary.js';
import { rowsOf, type Row } from './table.js';

const FILE = join(import.meta.dirname, '..', 'docs', 'guarantees.md');
const RECOVERY_S = 20;

/** Writes what all runs together have shown to `docs/guarantees.md`. */
export function writeGuarantees(summaries: readonly Summary[]): void {
  const faults = rowsOf(summaries.filter(({ kind }) => kind === 'fault'));
  const controls = rowsOf(summaries.filter(({ kind }) => kind === 'control'));
  const plain = rowsOf(summaries.filter(({ kind }) => kind === 'plain'));
  const sections = [
    '# What Eventide promises, and what was tried to break it',
    'This file is written by `npm run chaos` from `chaos/results.json`. Do not edit it.',
    headline(faults),
    '## What every run is judged by',
    INVARIANTS.map(({ id, title }) => `- **${id}** ${title}`).join('\n'),
    '## Faults',
    table(faults),
    '## Controls',
    'Each breaks one mechanism on purpose. The invariant named must fail, or the checker would not notice.',
    table(controls),
    '## The same with plain Socket.IO',
    'A gateway as a tutorial builds it: Socket.IO with the Redis adapter, one `create` and one `emit` per notification.',
    table(plain),
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

function total(rows: readonly Row[]): number {
  return rows.reduce((sum, { seeds }) => sum + seeds, 0);
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return 'Nothing was run yet.';
  const head = '| | what is done | seeds | kept, at 95 % confidence, in | acknowledged | lost | duplicated | out of order | leaked | wrong counts | I6 to I9 | worst recovery, s | peak memory, MB | |';
  const line = `|${' --- |'.repeat(14)}`;
  return [head, line, ...rows.map(rowText)].join('\n');
}

function rowText(row: Row): string {
  const { acknowledged, lost, duplicated, outOfOrder, leaked, wrongCounts, other } = row;
  const confidence = row.verdict === 'kept' ? `≥ ${Math.round(wilsonLower(row.seeds) * 100)} %` : '';
  const cells = [row.row, row.title, row.seeds, confidence, acknowledged, lost, duplicated, outOfOrder, leaked, wrongCounts, other];
  return `| ${[...cells, row.recoveryS.toFixed(1), row.peakMb, row.verdict].join(' | ')} |`;
}

/** Lower end of the Wilson interval at 95 % for a promise that was kept in all of so many runs. */
function wilsonLower(runs: number): number {
  const z = 1.96;
  return runs === 0 ? 0 : runs / (runs + z * z);
}

const LIMITS = `## How far this goes

- Everything ran on one machine, over loopback, with proxies of the suite on the links; a run has some dozens of people and a fault of seconds.
- Delivery while MongoDB is away is not promised, nor durability beyond the only disk of a replica set of one member.
- A run recovers when every connected device has everything that was acknowledged; the time counts from the fault's end, or from the acknowledgement if that came later.
- Lost packets are played by a proxy that delays them as TCP's repetition does; wrong clocks by a replaced clock in one process; the storm has 1,000 newcomers and not 5,000.
- A seed repeats what the suite draws, not how processes happen to be timed.
- Memory is judged by its peak and by what is left at rest; runs are too short to judge a slope of 1 MB a minute.
- The part of a fault that concerns server-sent events or bulk work is tried once these exist.`;
