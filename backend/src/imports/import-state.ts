import type { JobStatus, Json, StepProgress } from '@eventide/contracts';
import { SHEETS, SHEET_NAMES, type SheetName } from './steps.js';
import type { WorkbookVerdict } from './workbook-check.js';

/** One sheet's way through an import. */
export interface SheetState {
  sheet: SheetName;
  /** Rows of the sheet, how many of them are written, and its cells that are wrong. */
  total: number;
  done: number;
  errors: number;
  /** Rows that were left out. */
  failed: number;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** The last row that was dealt with, as numbered in the workbook. */
  row: number;
}

/** How far an import has come: what a job keeps as its cursor. Null before the check is done. */
export interface ImportState {
  sheets: SheetState[];
}

/** What a job record says of an import. */
export interface ImportRecord {
  status: JobStatus;
  cursor: Json;
}

/** @returns null when the check was not completed */
export function readState(cursor: Json): ImportState | null {
  return cursor as ImportState | null;
}

export function toCursor(state: ImportState): Json {
  return { sheets: state.sheets.map((sheet) => ({ ...sheet })) };
}

/** Where writing begins: sheets that are not in the workbook have nothing to do. */
export function stateAfterCheck(verdict: WorkbookVerdict): ImportState {
  return {
    sheets: SHEET_NAMES.map((sheet) => {
      const { rows: total, errors, bad } = verdict.get(sheet) ?? { rows: 0, errors: 0, bad: { size: 0 } };
      return { sheet, total, errors, failed: bad.size, done: 0, row: 0, state: 'waiting' };
    }),
  };
}

/** The sums of all sheets. */
export function totals({ sheets }: ImportState): Omit<StepProgress, 'step' | 'state'> & { failed: number } {
  const sum = (count: (sheet: SheetState) => number) => sheets.reduce((all, sheet) => all + count(sheet), 0);
  return {
    total: sum(({ total }) => total),
    done: sum(({ done }) => done),
    errors: sum(({ errors }) => errors),
    failed: sum(({ failed }) => failed),
  };
}

const NOTHING = { done: 0, total: 0, errors: 0 };

/**
 * All that the stream of an import has to say by now: a step's latest state for each step that has begun, in their order.
 * The check counts as part of the first. `COMPLETED` comes when the job has ended, and says how.
 */
export function progressOf({ status, cursor }: ImportRecord): StepProgress[] {
  const state = readState(cursor);
  const steps = state ? stepsOf(state, status) : [];
  if (status === 'queued' || status === 'running') {
    return state || status === 'queued' ? steps : [{ step: 'UPLOADING_AREA', state: 'running', ...NOTHING }];
  }
  const { done, total, errors } = state ? totals(state) : NOTHING;
  return [...steps, { step: 'COMPLETED', state: status === 'completed' ? 'done' : status, done, total, errors }];
}

function stepsOf({ sheets }: ImportState, status: JobStatus): StepProgress[] {
  return sheets.flatMap(({ sheet, state, done, total, errors }): StepProgress[] => {
    if (state === 'waiting') return [];
    const interrupted = status === 'failed' || status === 'cancelled' ? status : 'running';
    return [{ step: SHEETS[sheet].step, state: state === 'running' ? interrupted : state, done, total, errors }];
  });
}
