import { LIMITS, type AllocationRequest, type Audience, type BroadcastRequest } from '@eventide/contracts';
import { z } from 'zod';
import { send } from '../notifications/notifications.schemas.js';
import { isoTime, queryNumber, text, userId } from '../platform/schemas.js';

const MOST_VALUES = 200;
const MOST_PEOPLE = 5_000;
const LONGEST_YEARS = 100;
const LARGEST_AMOUNT = 1_000_000_000;

const values = z.array(text(LIMITS.name)).min(1).max(MOST_VALUES).optional();
const years = z.number().min(0).max(LONGEST_YEARS).optional();

const audience = z
  .strictObject({
    departments: values,
    grades: values,
    roles: values,
    minExperienceYears: years,
    maxExperienceYears: years,
    userIds: z.array(userId).min(1).max(MOST_PEOPLE).optional(),
  })
  .refine(({ minExperienceYears: min = 0, maxExperienceYears: max = LONGEST_YEARS }) => min <= max, {
    path: ['maxExperienceYears'],
    error: 'must not be below minExperienceYears',
  }) satisfies z.ZodType<Audience>;

/** `POST /api/vouchers/allocations`. */
export const allocationRequest = z.strictObject({
  voucher: z.strictObject({
    code: text(LIMITS.type),
    title: text(LIMITS.title),
    amount: z.number().positive('must be more than 0').max(LARGEST_AMOUNT),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters, such as EUR'),
    expiresAt: isoTime.optional(),
  }),
  criteria: audience,
  notifyManagers: z.boolean().optional(),
}) satisfies z.ZodType<AllocationRequest>;

/** `POST /api/broadcasts`. */
export const broadcastRequest = z.strictObject({ audience, notification: send }) satisfies z.ZodType<BroadcastRequest>;

/** `?dryRun=true` */
export const dryRunQuery = z.object({
  dryRun: z.enum(['true', 'false'], 'must be true or false').default('false').transform((given) => given === 'true'),
});

export type DryRunQuery = z.infer<typeof dryRunQuery>;

/** `GET /api/vouchers`. */
export const vouchersQuery = z.object({
  employeeId: userId.optional(),
  code: text(LIMITS.type).optional(),
  limit: queryNumber(1, LIMITS.listItems).default(20),
  before: z.string().max(500).optional(),
});

export type VouchersQuery = z.infer<typeof vouchersQuery>;
