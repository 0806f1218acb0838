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
  /** Null: it has not begun yet. */
  startedAt: Date | null;
  cursor: Json;
}

function readState(cursor: Json): ImportState | null {
  return cursor as ImportState | null;
}

/** Where a run goes on; null when it has to begin with the check, because that was not completed or ended in a refusal. */
export function resumable(cursor: Json): ImportState | null {
  const state = readState(cursor);
  return state?.sheets.some((sheet) => sheet.state === 'failed') ? null : state;
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

const FIRST = 'UPLOADING_AREA';
const NOTHING = { done: 0, total: 0, errors: 0 };

/**
 * All that the stream of an import has to say by now: a step's latest state for each step that has begun, in their order.
 * The check counts as part of the first. `COMPLETED` comes when the job has ended, and says how.
 */
export function progressOf({ status, startedAt, cursor }: ImportRecord): StepProgress[] {
  const isOpen = status === 'queued' || status === 'running';
  const state = isOpen ? resumable(cursor) : readState(cursor);
  const steps = state ? stepsOf(state, status) : [];
  if (isOpen) {
    return state || status === 'queued' ? steps : [{ step: FIRST, state: 'running', ...NOTHING }];
  }
  const end = status === 'completed' ? 'done' : status;
  const begun = startedAt && steps[0]?.step !== FIRST ? [stoppedInCheck(state, steps.length > 0 ? 'cancelled' : end), ...steps] : steps;
  const { done, total, errors } = state ? totals(state) : NOTHING;
  return [...begun, { step: 'COMPLETED', state: end, done, total, errors }];
}

/** The first step of an import that was never written: whoever watched was told that it runs. */
function stoppedInCheck(state: ImportState | null, end: StepProgress['state']): StepProgress {
  const total = state?.sheets[0]?.total ?? 0;
  return { ...NOTHING, step: FIRST, state: end, total };
}

function stepsOf({ sheets }: ImportState, status: JobStatus): StepProgress[] {
  return sheets.flatMap(({ sheet, state, done, total, errors }): StepProgress[] => {
    if (state === 'waiting') return [];
    const interrupted = status === 'failed' || status === 'cancelled' ? status : 'running';
    return [{ step: SHEETS[sheet].step, state: state === 'running' ? interrupted : state, done, total, errors }];
  });
}
