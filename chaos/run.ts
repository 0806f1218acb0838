import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from '../scripts/paths.mjs';
import { Refusal, say } from '../scripts/output.mjs';
import { runCell, USUAL, type Run, type Scale } from './cell.js';
import type { Control } from './controls/control.js';
import type { Violation } from './evidence.js';
import type { Fault } from './fault.js';
import { writeGuarantees } from './guarantees.js';
import { PLAIN, PLAIN_INVARIANTS } from './plain/plain.js';
import { CONTROLS, FAULTS, PLAIN_FAULTS, QUICK_CONTROLS, QUICK_FAULTS } from './plan.js';
import { addResult } from './results.js';
import { notRun, passes, summarise, type Label, type Summary } from './summary.js';
import { printed, rowsOf } from './table.js';
import { versionHere } from './version.js';

const SHOWN = 8;
const QUICK: Scale = { ...USUAL, users: 30, warmMs: 2_000 };

/** One thing to be tried with one seed. */
interface Cell {
  label: Omit<Label, 'version' | 'at'>;
  fault: Fault;
  run: (scale: Scale) => Promise<Run>;
}

/**
 * `npm run chaos`: all faults and controls once, and some faults with a plain gateway; `--fault X4`, `--control no-resume`,
 * `--plain`, `--seeds 10`, `--seed 7`, `--users 30`, `--selection quick`. Ends in one table; what was shown is added to `chaos/results.json` and
 * `docs/guarantees.md`, except by the quick selection.
 * @returns the summaries of the runs made
 */
export async function runChaos(args: readonly string[]): Promise<Summary[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fault: { type: 'string', multiple: true, default: [] },
      control: { type: 'string', multiple: true, default: [] },
      plain: { type: 'boolean', default: false },
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      users: { type: 'string', default: String(USUAL.users) },
      selection: { type: 'string', default: 'all' },
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const quick = values.selection === 'quick';
  const named = values.fault.length + values.control.length > 0 || values.plain;
  const faults = quick ? QUICK_FAULTS : chosen(FAULTS, ({ id }) => id, named ? values.fault : null);
  const controls = quick ? QUICK_CONTROLS : chosen(CONTROLS, ({ name }) => name, named ? values.control : null);
  const plain = values.plain || !(named || quick) ? PLAIN_FAULTS : [];
  const seeds = values.seed === undefined ? drawSeeds(Number(values.seeds)) : [Number(values.seed)];
  const cells = seeds.flatMap((seed) => [...faults.map((fault) => cellOf(fault, seed)), ...controls.map((control) => controlCell(control, seed)), ...plain.map((fault) => plainCell(fault, seed))]);
  const scale = quick ? QUICK : { ...USUAL, users: Number(values.users) };
  const began = Date.now();
  const summaries: Summary[] = [];
  for (const cell of cells) {
    const summary = await runOne(cell, scale);
    summaries.push(summary);
    if (!quick) writeGuarantees(addResult(summary));
  }
  say(`\n${printed(rowsOf(summaries))}\n\nAll of it took ${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
  return summaries;
}

function drawSeeds(count: number): number[] {
  if (!Number.isInteger(count) || count < 1) throw new Refusal('--seeds takes a whole number from 1 up.');
  return Array.from({ length: count }, () => Math.floor(Math.random() * 1e6));
}

/** Those named, in any case of letters; null: all. */
function chosen<T>(all: readonly T[], nameOf: (one: T) => string, names: readonly string[] | null): readonly T[] {
  return names?.map((name) => {
    const found = all.find((one) => nameOf(one).toLowerCase() === name.toLowerCase());
    if (found === undefined) throw new Refusal(`There is no ${name}; there are ${all.map(nameOf).join(', ')}.`);
    return found;
  }) ?? all;
}

function cellOf(fault: Fault, seed: number): Cell {
  const label: Cell['label'] = { row: fault.id, kind: 'fault', title: fault.title, seed };
  return { label, fault, run: (scale) => runCell(fault, seed, scale) };
}

function controlCell(control: Control, seed: number): Cell {
  const { name, title, fault, expected } = control;
  const label: Cell['label'] = { row: name, kind: 'control', title, seed, expected };
  return { label, fault, run: (scale) => runCell(fault, seed, { ...scale, users: QUICK.users }, control) };
}

function plainCell(fault: Fault, seed: number): Cell {
  const label: Cell['label'] = { row: fault.id, kind: 'plain', title: fault.title, seed };
  return { label, fault, run: (scale) => runCell({ ...fault, invariants: PLAIN_INVARIANTS }, seed, scale, PLAIN) };
}

async function runOne({ label: what, fault, run }: Cell, scale: Scale): Promise<Summary> {
  const label: Label = { ...what, version: versionHere(), at: new Date().toISOString() };
  if (fault.needsRoot && process.getuid?.() !== 0) return notRun(label, 'root');
  const done = await run(scale);
  const summary = summarise(label, done);
  const isVoid = summary.isVoid ? `: ${summary.notRun}` : '';
  say(`${summary.isVoid ? 'void  ' : passes(summary) ? 'ok    ' : 'FAILED'}  ${label.row.padEnd(4)} ${label.title}, seed ${label.seed}, ${summary.seconds} s${isVoid}`);
  if (!passes(summary) || label.kind === 'control') tell(done.violations, label.kind === 'control' ? 1 : SHOWN);
  if (!passes(summary)) {
    say(`        npm run chaos -- --${label.kind} ${label.row} --seed ${label.seed}`);
    say(`        its history: ${keep(`${label.row}-${label.seed}`, done)}`);
  }
  return summary;
}

function tell(violations: readonly Violation[], most: number): void {
  for (const { invariant, what } of violations.slice(0, most)) say(`        ${invariant}: ${what}`);
  if (violations.length > most) say(`        and ${violations.length - most} more`);
}

/** Keeps the history of a run that failed. */
function keep(name: string, { history }: Run): string {
  const folder = join(CACHE, 'chaos');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.ndjson`);
  writeFileSync(path, history.toText());
  return path;
}
