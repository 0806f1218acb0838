import {
  LIMITS,
  LIST_STATUSES,
  type NoticeRequest,
  type NotificationPatch,
  type ReadAllRequest,
  type Send,
  type SendBatchRequest,
  type SendRequest,
  type UpdateCommand,
} from '@eventide/contracts';
import { z } from 'zod';
import { epoch, isoTime, jsonObject, key, link, place, queryNumber, severity, text, userId } from '../platform/schemas.js';

const actor = z.strictObject({ id: userId, name: text(LIMITS.actorName) });

const sendFields = {
  type: text(LIMITS.type),
  title: text(LIMITS.title),
  message: text(LIMITS.message),
  category: text(LIMITS.category).optional(),
  severity: severity.optional(),
  link: link.optional(),
  data: jsonObject.optional(),
  actor: actor.optional(),
  expiresAt: isoTime.optional(),
};

/** What `NotificationsService` is given in code; the same rules as over HTTP. */
export const send = z.strictObject(sendFields) satisfies z.ZodType<Send>;

/** To whom one request may send. */
export const recipients = z.array(userId).min(1).max(LIMITS.recipients);

/** `POST /api/notifications`. */
export const sendRequest = z.strictObject({
  to: z.union([userId, recipients]),
  ...sendFields,
}) satisfies z.ZodType<SendRequest>;

/** `POST /api/notifications/batch`. */
export const sendBatchRequest = z.strictObject({
  items: z.array(z.strictObject({ to: userId, ...sendFields })).min(1).max(LIMITS.batchItems),
}) satisfies z.ZodType<SendBatchRequest>;

/** `POST /api/notices`. */
export const noticeRequest = z.strictObject({
  kind: z.enum(['message', 'flow']),
  title: text(LIMITS.title),
  message: text(LIMITS.message),
  link: link.optional(),
}) satisfies z.ZodType<NoticeRequest>;

/** `GET /api/notifications`. */
export const listQuery = z.object({
  limit: queryNumber(1, LIMITS.listItems).default(20),
  before: z.string().max(200).optional(),
  status: z.enum(LIST_STATUSES).default('all'),
  type: text(LIMITS.type).optional(),
  category: text(LIMITS.category).optional(),
});

export type ListRequest = z.infer<typeof listQuery>;

/** `PATCH /api/notifications/:id`. */
export const notificationPatch = z.strictObject({
  readStatus: z.enum(['unread', 'read']),
}) satisfies z.ZodType<NotificationPatch>;

const readAllFields = { upTo: place, epoch: epoch.optional(), announcementsUpTo: place.optional() };

/** `POST /api/notifications/read-all`. */
export const readAllRequest = z.strictObject(readAllFields) satisfies z.ZodType<ReadAllRequest>;

/** `update`, by socket or `POST /api/notifications/update`. */
export const updateCommand = z.discriminatedUnion('op', [
  z.strictObject({
    commandId: key,
    op: z.enum(['read', 'unread', 'remove', 'announcementRead']),
    ids: z.array(text(LIMITS.key)).min(1).max(LIMITS.updateIds),
  }),
  z.strictObject({ commandId: key, op: z.literal('readAll'), ...readAllFields }),
]) satisfies z.ZodType<UpdateCommand>;

export type UpdateRequest = z.infer<typeof updateCommand>;
