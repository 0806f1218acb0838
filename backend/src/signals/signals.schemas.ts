import type { Json, SignalRequest } from '@eventide/contracts';
import { z } from 'zod';
import { email, json, userId } from '../platform/schemas.js';

const MOST_TOPICS = 50;

const topic = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ : -');

/** `POST /api/signals`. */
export const signalRequest = z
  .strictObject({ email: email.optional(), userId: userId.optional(), topic, data: json })
  .refine((request) => (request.email === undefined) !== (request.userId === undefined), {
    path: ['email'],
    error: 'must be named, or userId, and not both',
  }) satisfies z.ZodType<SignalRequest & { data: Json }>;

const topics = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(topic).max(MOST_TOPICS, `must be at most ${MOST_TOPICS}`));

/** `GET /api/signals/stream`; without topics: all of them. */
export const signalsQuery = z.object({ email: z.string().optional(), topics: topics.optional() });
