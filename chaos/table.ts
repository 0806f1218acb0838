import type { InvariantId } from './evidence.js';
import { passes, type Summary } from './summary.js';

const OTHERS: readonly InvariantId[] = ['I6', 'I7', 'I8', 'I9', 'S2'];

/** One row of the published table, over all runs of one fault. */
export interface Row {
  row: string;
  title: string;
  seeds: number;
  acknowledged: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  leaked: number;
  wrongCounts: number;
  /** I6 to I9, and S2. */
  other: number;
  recoveryS: number;
  peakMb: number;
  /** The longest stall of the suite itself, and the answers that it excuses. */
  stallMs: number;
  excused: number;
  verdict: string;
}

/** Groups runs by what was tried, in the order of their names. */
export function rowsOf(summaries: readonly Summary[]): Row[] {
  const byRow = [...Map.groupBy(summaries, ({ row, kind }) => `${kind} ${row}`)];
  return byRow.sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true })).map(([, runs]) => rowOf(runs));
}

function rowOf(all: readonly Summary[]): Row {
  const runs = all.filter(({ notRun }) => notRun === undefined);
  const sum = (...ids: InvariantId[]) => total(runs, ({ broken }) => ids.reduce((count, id) => count + (broken[id] ?? 0), 0));
  return {
    row: all[0]?.row ?? '',
    title: all[0]?.title ?? '',
    seeds: runs.length,
    acknowledged: total(runs, ({ acknowledged }) => acknowledged),
    lost: sum('I1'),
    duplicated: sum('I2'),
    outOfOrder: sum('I4'),
    leaked: sum('I5'),
    wrongCounts: sum('I3'),
    other: sum(...OTHERS),
    recoveryS: Math.max(0, ...runs.map(({ recoveryS }) => recoveryS)),
    peakMb: Math.max(0, ...runs.map(({ peakMb }) => peakMb)),
    stallMs: Math.max(0, ...runs.map(({ stallMs }) => stallMs)),
    excused: total(runs, ({ excused }) => excused),
    verdict: verdictOf(all, runs),
  };
}

function verdictOf(all: readonly Summary[], runs: readonly Summary[]): string {
  const [first] = all;
  if (runs.length === 0) return `not run: ${first?.notRun}`;
  if (first?.kind === 'plain') return '';
  const good = runs.filter(passes).length;
  if (good < runs.length) return first?.kind === 'control' ? `missed ${first.expected} in ${runs.length - good} of ${runs.length}` : `FAILED in ${runs.length - good} of ${runs.length}`;
  return first?.kind === 'control' ? `${first.expected} failed, as it must` : 'kept';
}

function total(runs: readonly Summary[], count: (run: Summary) => number): number {
  return runs.reduce((sum, run) => sum + count(run), 0);
}

const HEADERS = ['', '', 'seeds', 'acked', 'lost', 'twice', 'order', 'leaked', 'counts', 'I6-I9', 'recovery s', 'peak MB', 'stall ms', 'excused', ''];

/** The table as it is printed. */
export function printed(rows: readonly Row[]): string {
  const cells = [HEADERS, ...rows.map((row) => Object.values(row).map(String))];
  const widths = HEADERS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) => line.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd())
    .join('\n');
}

function isText(column: number): boolean {
  return column < 2 || column === HEADERS.length - 1;
}
