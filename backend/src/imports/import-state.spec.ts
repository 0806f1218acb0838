import { describe, expect, it } from '@jest/globals';
import type { JobStatus } from '@eventide/contracts';
import { progressOf, resumable, stateAfterCheck, toCursor, totals, type ImportState } from './import-state.js';

const verdict = new Map([
  ['Areas' as const, { rows: 2, errors: 0, bad: new Set<number>() }],
  ['Employees' as const, { rows: 10, errors: 3, bad: new Set([4, 7]) }],
]);

function stateWith(change: (state: ImportState) => void): ImportState {
  const state = stateAfterCheck(verdict);
  change(state);
  return state;
}

const told = (status: JobStatus, state: ImportState | null, startedAt: Date | null = new Date()) =>
  progressOf({ status, startedAt, cursor: state && toCursor(state) }).map(({ step, state: how, done }) => `${step} ${how} ${done}`);

describe('the state of an import', () => {
  it('sums up what the check found', () => {
    expect(totals(stateAfterCheck(verdict))).toEqual({ total: 12, done: 0, errors: 3, failed: 2 });
  });

  it('tells nothing while it waits, the first step while it is checked', () => {
    expect(told('queued', null, null)).toEqual([]);
    expect(told('running', null)).toEqual(['UPLOADING_AREA running 0']);
  });

  const writing = stateWith(({ sheets: [areas, departments] }) => {
    Object.assign(areas!, { state: 'done', done: 2 });
    Object.assign(departments!, { state: 'running', done: 0 });
  });

  it('tells steps that have begun, and how the last one ended', () => {
    expect(told('running', writing)).toEqual(['UPLOADING_AREA done 2', 'UPLOADING_DEPARTMENT running 0']);
    expect(told('cancelled', writing)).toEqual(['UPLOADING_AREA done 2', 'UPLOADING_DEPARTMENT cancelled 0', 'COMPLETED cancelled 2']);
  });

  it('leaves no step running when it ends in the check', () => {
    expect(told('failed', null)).toEqual(['UPLOADING_AREA failed 0', 'COMPLETED failed 0']);
    expect(told('cancelled', null)).toEqual(['UPLOADING_AREA cancelled 0', 'COMPLETED cancelled 0']);
    const checked = stateAfterCheck(verdict);
    expect(told('cancelled', checked)).toEqual(['UPLOADING_AREA cancelled 0', 'COMPLETED cancelled 0']);
    expect(told('cancelled', null, null)).toEqual(['COMPLETED cancelled 0']);
  });

  it('goes on where it was, but checks again what was refused', () => {
    expect(resumable(toCursor(writing))).toEqual(writing);
    const refused = stateWith(({ sheets }) => Object.assign(sheets[3]!, { state: 'failed' }));
    expect(told('failed', refused)).toEqual(['UPLOADING_AREA cancelled 0', 'UPLOADING_EMPLOYEE failed 0', 'COMPLETED failed 0']);
    expect(resumable(toCursor(refused))).toBeNull();
    expect(told('running', refused)).toEqual(['UPLOADING_AREA running 0']);
  });
});
