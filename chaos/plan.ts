import type { Fault } from './fault.js';
import { HEALTHY } from './faults/x00.js';

/** All faults, in the order of their numbers. */
export const FAULTS: readonly Fault[] = [HEALTHY];

/** What `npm test` runs: under 4 minutes. */
export const QUICK_FAULTS: readonly string[] = ['X1', 'X4', 'X7', 'X9', 'X21', 'X25'];
