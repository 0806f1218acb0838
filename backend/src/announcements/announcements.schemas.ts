import { LIMITS, type AnnouncementPatch, type AnnouncementRequest } from '@eventide/contracts';
import { z } from 'zod';
import { isoTime, link, severity, text } from '../platform/schemas.js';

/** `POST /api/announcements`. */
export const announcementRequest = z.strictObject({
  title: text(LIMITS.title),
  message: text(LIMITS.message),
  severity: severity.optional(),
  link: link.optional(),
  publishAt: isoTime.optional(),
  expiresAt: isoTime.optional(),
}) satisfies z.ZodType<AnnouncementRequest>;

/** `PATCH /api/announcements/:id`. */
export const announcementPatch = announcementRequest
  .extend({ link: link.nullable() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something') satisfies z.ZodType<AnnouncementPatch>;

/** `GET /api/announcements`. */
export const announcementQuery = z.object({ status: z.enum(['running', 'all']).default('running') });
