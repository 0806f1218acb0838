import type { Run } from './cell.js';
import type { InvariantId } from './evidence.js';
import { linesOf, type Line } from './history.js';
import { delays, promised } from './invariants/i1-nothing-lost.js';
import { heapSlope } from './invariants/i6-bounded.js';
import { excused } from './invariants/i8-honest.js';

/** What one run has shown. */
export interface Summary {
  /** X1 to X25, or the name of a control, or that of a fault with the plain gateway. */
  row: string;
  kind: 'fault' | 'control' | 'plain';
  title: string;
  seed: number;
  /** Notifications and announcements that were promised. */
  acknowledged: number;
  /** How often each invariant was broken. */
  broken: Partial<Record<InvariantId, number>>;
  /** Seconds from the fault's end to the last device that had what was acknowledged before it. */
  recoveryS: number;
  peakMb: number;
  /** MB a minute of the process that grew most, where that was measured. */
  slopeMb?: number;
  /** The longest time for which the suite itself could do nothing, and how many answers that excuses. */
  stallMs: number;
  excused: number;
  /** What was run, when (ISO 8601), and for how long. */
  version: string;
  at: string;
  seconds: number;
  /** For a control: the invariant that had to fail. */
  expected?: InvariantId;
  /** Why nothing was shown. */
  notRun?: string;
  /** It was run, but the suite itself had too much to do. */
  isVoid?: true;
}

export type Label = Pick<Summary, 'row' | 'kind' | 'title' | 'seed' | 'expected' | 'version' | 'at'>;

/** Counts a run. */
export function summarise(label: Label, { history, dump, violations, saturated, load, seconds }: Run): Summary {
  const broken: Summary['broken'] = {};
  for (const { invariant } of violations) broken[invariant] = (broken[invariant] ?? 0) + 1;
  return {
    ...label,
    acknowledged: promised(history.lines).length,
    broken,
    recoveryS: Math.round(Math.max(0, ...delays(history.lines).map(({ ms }) => ms)) / 100) / 10,
    peakMb: Math.max(0, ...linesOf(history.lines, 'memory').map(({ rssMb }) => rssMb)),
    ...slopeOf(history.lines),
    stallMs: Math.max(0, ...linesOf(history.lines, 'stall').map(({ ms }) => ms)),
    excused: excused({ lines: history.lines, dump }),
    seconds,
    ...(saturated && { notRun: `the suite used ${Math.round(load * 100)} % of its core`, isVoid: true }),
  };
}

function slopeOf(lines: readonly Line[]): { slopeMb?: number } {
  const slopes = [...Map.groupBy(linesOf(lines, 'memory'), ({ who }) => who).values()].map(heapSlope).filter((slope) => slope !== null);
  return slopes.length > 0 ? { slopeMb: Math.round(Math.max(...slopes) * 100) / 100 } : {};
}

/** Something that could not be run here. */
export function notRun(label: Label, why: string): Summary {
  return { ...label, acknowledged: 0, broken: {}, recoveryS: 0, peakMb: 0, stallMs: 0, excused: 0, seconds: 0, notRun: why };
}

/** A fault passes when nothing was broken, a control when what it breaks was noticed; a plain gateway is only shown. */
export function passes({ kind, broken, expected, notRun: why }: Summary): boolean {
  if (why !== undefined || kind === 'plain') return true;
  return kind === 'control' ? expected !== undefined && (broken[expected] ?? 0) > 0 : Object.keys(broken).length === 0;
}
