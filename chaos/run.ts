import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from '../scripts/paths.mjs';
import { Refusal, say } from '../scripts/output.mjs';
import { runCell, USUAL, type Scale } from './cell.js';
import type { Fault } from './fault.js';
import { writeGuarantees } from './guarantees.js';
import { FAULTS, QUICK_FAULTS } from './plan.js';
import { addResults } from './results.js';
import { notRun, passes, summarise, type Label, type Summary } from './summary.js';
import { printed, rowsOf } from './table.js';

const SHOWN = 8;
const QUICK: Scale = { ...USUAL, users: 30, warmMs: 2_000 };

/**
 * `npm run chaos`: all faults once; `--fault X4`, `--seeds 10`, `--seed 7`, `--users 30`, `--selection quick`.
 * Ends in one table; what the runs have shown is added to `chaos/results.json` and `docs/guarantees.md`.
 * @returns the summaries of the runs made
 */
export async function runChaos(args: readonly string[]): Promise<Summary[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fault: { type: 'string', multiple: true },
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      users: { type: 'string', default: String(USUAL.users) },
      selection: { type: 'string', default: 'all' },
    },
  });
  const quick = values.selection === 'quick';
  const seeds = values.seed === undefined ? drawSeeds(Number(values.seeds)) : [Number(values.seed)];
  const summaries: Summary[] = [];
  for (const fault of chosen(values.fault ?? (quick ? QUICK_FAULTS : []))) {
    for (const seed of seeds) summaries.push(await runFault(fault, seed, quick ? QUICK : { ...USUAL, users: Number(values.users) }));
  }
  say(`\n${printed(rowsOf(summaries))}`);
  if (!quick) writeGuarantees(addResults(summaries));
  return summaries;
}

function drawSeeds(count: number): number[] {
  if (!Number.isInteger(count) || count < 1) throw new Refusal('--seeds takes a whole number from 1 up.');
  return Array.from({ length: count }, () => Math.floor(Math.random() * 1e6));
}

function chosen(names: readonly string[]): Fault[] {
  if (names.length === 0) return [...FAULTS];
  return names.map((name) => {
    const fault = FAULTS.find(({ id }) => id === name.toUpperCase());
    if (!fault) throw new Refusal(`There is no fault ${name}; there are ${FAULTS.map(({ id }) => id).join(', ')}.`);
    return fault;
  });
}

async function runFault(fault: Fault, seed: number, scale: Scale): Promise<Summary> {
  const label: Label = { row: fault.id, kind: 'fault', title: fault.title, seed };
  if (fault.needsRoot && process.getuid?.() !== 0) return notRun(label, 'root');
  const began = Date.now();
  const run = await runCell(fault, seed, scale);
  const summary = summarise(label, run);
  const seconds = Math.round((Date.now() - began) / 1_000);
  say(`${passes(summary) ? 'ok    ' : 'FAILED'}  ${fault.id.padEnd(4)} ${fault.title}, seed ${seed}, ${seconds} s${summary.notRun ? `: void, ${summary.notRun}` : ''}`);
  for (const { invariant, what } of run.violations.slice(0, SHOWN)) say(`        ${invariant}: ${what}`);
  if (run.violations.length > SHOWN) say(`        and ${run.violations.length - SHOWN} more`);
  if (!passes(summary)) say(`        npm run chaos -- --fault ${fault.id} --seed ${seed}; the history is ${keep(`${fault.id}-${seed}`, run.history.toText())}`);
  return summary;
}

/** Keeps the history of a run that failed. */
function keep(name: string, text: string): string {
  const folder = join(CACHE, 'chaos');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.ndjson`);
  writeFileSync(path, text);
  return path;
}
