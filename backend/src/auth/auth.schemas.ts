import { LIMITS } from '@eventide/contracts';
import type { ApiKeyRequest, LoginRequest, RefreshRequest, RevokeRequest, SetPasswordRequest, UserRequest } from '@eventide/contracts';
import { z } from 'zod';
import { apiKeyScope, atMost, email, text } from '../platform/schemas.js';

export const SHORTEST_PASSWORD = 8;
const LONGEST_PASSWORD = 1_000;
const LONGEST_EMAIL = 320;
const LONGEST_CODE = 64;
const MOST_ROLES = 50;

const sid = text(256);
const code = text(LONGEST_CODE);

export const loginRequest = z.strictObject({
  email: text(LONGEST_EMAIL),
  password: text(LONGEST_PASSWORD),
}) satisfies z.ZodType<LoginRequest>;

export const refreshRequest = z.strictObject({ sid }) satisfies z.ZodType<RefreshRequest>;

export const setPasswordRequest = z.strictObject({
  invite: text(256),
  password: text(LONGEST_PASSWORD).min(SHORTEST_PASSWORD, `must have at least ${SHORTEST_PASSWORD} characters`),
}) satisfies z.ZodType<SetPasswordRequest>;

/** Of a route that needs no more than its path. */
export const noBody = z.strictObject({}).prefault({});

/** Without a body: the whole person. */
export const revokeRequest = z.strictObject({ sid: sid.optional() }).prefault({}) satisfies z.ZodType<RevokeRequest>;

export const userRequest = z.strictObject({
  name: text(LIMITS.name),
  email: email.optional(),
  roles: z.array(code).max(MOST_ROLES).optional(),
  department: code.optional(),
  locale: code.optional(),
  timezone: code.optional(),
}) satisfies z.ZodType<UserRequest>;

export const apiKeyRequest = z.strictObject({
  name: text(LIMITS.name),
  scopes: z.array(apiKeyScope).min(1, 'must name at least one').max(20),
}) satisfies z.ZodType<ApiKeyRequest>;

export const peopleQuery = z.object({ q: atMost(z.string(), LIMITS.name).default('') });
