import { LIMITS } from '@eventide/contracts';
import { z } from 'zod';
import { queryNumber } from '../platform/schemas.js';

/** `GET` of a list of jobs. */
export const jobsQuery = z.object({ limit: queryNumber(1, LIMITS.listItems).default(20) });

export type JobsQuery = z.infer<typeof jobsQuery>;
