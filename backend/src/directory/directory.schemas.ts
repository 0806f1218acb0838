import { LIMITS } from '@eventide/contracts';
import { z } from 'zod';
import { atMost, queryNumber, text } from '../platform/schemas.js';

const LONGEST_CODE = 64;
const LONGEST_TOKEN = 4_000;
const MOST_YEARS = 100;
const LARGEST_OFFSET = 1_000_000;
const YEARS = `must be a number of years from 0 to ${MOST_YEARS}`;

const years = z
  .string(YEARS)
  .regex(/^\d{1,3}(\.\d{1,6})?$/, YEARS)
  .transform(Number)
  .pipe(z.number(YEARS).max(MOST_YEARS, YEARS));

/** `GET /api/employees`. */
export const employeesQuery = z
  .object({
    department: text(LONGEST_CODE).optional(),
    grade: text(LONGEST_CODE).optional(),
    minExperienceYears: years.optional(),
    maxExperienceYears: years.optional(),
    q: atMost(z.string(), LIMITS.name).default(''),
    limit: queryNumber(1, LIMITS.listItems).default(20),
    before: z.string().max(LONGEST_TOKEN).optional(),
    offset: queryNumber(0, LARGEST_OFFSET).optional(),
  })
  .refine(({ before, offset }) => before === undefined || offset === undefined, {
    path: ['offset'],
    message: 'must not stand beside `before`',
  });

export type EmployeesRequest = z.infer<typeof employeesQuery>;

/** Where a page ended. */
export const employeePlace = z.strictObject({ name: z.string(), id: z.string() });
