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

/** The steps after the server has said how one of them stands. */
export function withProgress(steps: readonly ShownStep[], progress: StepProgress): ShownStep[] {
  return steps.map((step) => (step.step === progress.step ? progress : step));
}

/** Nothing more will be said: the last step tells how the import ended. */
export function isOver({ step, state }: StepProgress): boolean {
  return step === 'COMPLETED' && state !== 'running';
}

/** Bad cells of all sheets; the last step repeats them all. */
export function errorsOf(steps: readonly ShownStep[]): number {
  return steps.reduce((sum, { step, errors }) => (step === 'COMPLETED' ? sum : sum + errors), 0);
}
