import { LIMITS, type CommentRequest, type TaskRequest } from '@eventide/contracts';
import { z } from 'zod';
import { text, userId } from '../platform/schemas.js';

/** `POST /api/tasks`. */
export const taskRequest = z.strictObject({
  title: text(LIMITS.title),
  assigneeId: userId,
}) satisfies z.ZodType<TaskRequest>;

/** `POST /api/comments`. */
export const commentRequest = z.strictObject({
  taskId: text(LIMITS.key),
  text: text(LIMITS.message),
}) satisfies z.ZodType<CommentRequest>;
