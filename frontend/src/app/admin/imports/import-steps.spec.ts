/** @jest-environment node */
import type { StepProgress } from '@eventide/contracts';
import { describe, expect, it } from '@jest/globals';
import { NO_STEPS, errorsOf, isOver, withProgress } from './import-steps';

const progress = (fields: Partial<StepProgress>): StepProgress => ({
  step: 'UPLOADING_AREA',
  state: 'running',
  done: 1,
  total: 2,
  errors: 0,
  ...fields,
});

describe(withProgress.name, () => {
  it('changes the one step, in its place', () => {
    const steps = withProgress(NO_STEPS, progress({ step: 'UPLOADING_EMPLOYEE', done: 7 }));
    expect(steps.map(({ state }) => state).join()).toBe('waiting,waiting,waiting,running,waiting,waiting,waiting,waiting');
    expect(steps[3]).toMatchObject({ step: 'UPLOADING_EMPLOYEE', done: 7 });
  });

  it('takes back that the first has begun, when the check that it stood for refused the workbook', () => {
    const checking = withProgress(NO_STEPS, progress({ done: 0, total: 0 }));
    const over = { step: 'COMPLETED', errors: 3 } as const;
    const refused = withProgress(withProgress(checking, progress({ state: 'cancelled' })), progress({ ...over, state: 'failed' }));
    expect(refused[0]).toMatchObject({ step: 'UPLOADING_AREA', state: 'waiting', total: 0 });
    const cancelled = withProgress(withProgress(checking, progress({ state: 'cancelled' })), progress({ ...over, state: 'cancelled' }));
    expect(cancelled[0]).toMatchObject({ state: 'cancelled' });
  });
});

describe(isOver.name, () => {
  it('ends with the last step alone, however that ended', () => {
    expect(isOver(progress({ state: 'failed' }))).toBe(false);
    expect(isOver(progress({ step: 'COMPLETED', state: 'running' }))).toBe(false);
    for (const state of ['done', 'failed', 'cancelled'] as const) {
      expect(isOver(progress({ step: 'COMPLETED', state }))).toBe(true);
    }
  });
});

describe(errorsOf.name, () => {
  it('counts each bad cell once', () => {
    const steps = withProgress(NO_STEPS, progress({ errors: 2 }));
    expect(errorsOf(withProgress(steps, progress({ step: 'COMPLETED', state: 'done', errors: 2 })))).toBe(2);
  });
});
