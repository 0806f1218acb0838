import { IMPORT_STEPS, type ImportStep, type StepProgress } from '@eventide/contracts';

export const STEP_NAMES: Record<ImportStep, string> = {
  UPLOADING_AREA: 'Areas',
  UPLOADING_DEPARTMENT: 'Departments',
  UPLOADING_DESIGNATION: 'Designations',
  UPLOADING_EMPLOYEE: 'Employees',
  UPLOADING_SCHEDULE: 'Schedules',
  UPLOADING_DRIVERS: 'Drivers',
  UPLOADING_ASSIGN_CAR: 'Cars',
  COMPLETED: 'Completed',
};

/** A step as the list shows it; `waiting`: its turn has not come. */
export interface ShownStep extends Omit<StepProgress, 'state'> {
  state: StepProgress['state'] | 'waiting';
}

/** All eight, before anything is known. */
export const NO_STEPS: readonly ShownStep[] = IMPORT_STEPS.map((step) => ({
  step,
  state: 'waiting',
  done: 0,
  total: 0,
  errors: 0,
}));

/**
 * The steps after the server has said how one of them stands. The first one stands for the check too: when that refuses
 * the workbook, it has not begun.
 */
export function withProgress(steps: readonly ShownStep[], progress: StepProgress): ShownStep[] {
  const isRefusal = progress.step === 'COMPLETED' && progress.state === 'failed';
  return steps.map((step) => {
    if (step.step === progress.step) return progress;
    return isRefusal && step.state === 'cancelled' ? { ...step, state: 'waiting', total: 0 } : step;
  });
}

/** Nothing more will be said: the last step tells how the import ended. */
export function isOver({ step, state }: StepProgress): boolean {
  return step === 'COMPLETED' && state !== 'running';
}

/** Bad cells of all sheets; the last step repeats them all. */
export function errorsOf(steps: readonly ShownStep[]): number {
  return steps.reduce((sum, { step, errors }) => (step === 'COMPLETED' ? sum : sum + errors), 0);
}
