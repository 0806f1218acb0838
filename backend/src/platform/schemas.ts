import { API_KEY_SCOPES, LIMITS, SEVERITIES, type Json, type JsonObject } from '@eventide/contracts';
import { z } from 'zod';

/**
 * Pieces that the features' request schemas are made of. Messages name the rule and never the value, since they are
 * sent back.
 */

/** Who somebody is: the `sub` of a token. */
export const userId = z
  .string()
  .regex(/^[A-Za-z0-9._@|:+-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 . _ @ | : + -');

const LONGEST_EMAIL = 320;

/** At most `max` UTF-16 units, as the contract measures. zod's own `max` counts code points: an emoji would be one. */
export function atMost<S extends z.ZodType<string>>(schema: S, max: number): S {
  return schema.refine((value) => value.length <= max, `must have at most ${max} characters`).meta({ maxLength: max });
}

/** A required text of at most `max` UTF-16 units; whitespace alone is nothing. */
export function text(max: number) {
  return atMost(z.string().regex(/\S/, 'must not be empty'), max);
}

export const email = atMost(z.email('must be an e-mail address'), LONGEST_EMAIL);

/** An `Idempotency-Key` or a `commandId`. */
export const key = z
  .string()
  .regex(new RegExp(`^[\\x20-\\x7e]{1,${LIMITS.key}}$`), `must be 1 to ${LIMITS.key} printable ASCII characters`);

/** Where an entry leads: an `https:` address, or a path that can't be taken for one of another host. */
export const link = atMost(z.string(), LIMITS.link)
  .regex(
    /^(https:|\/(?![/\\]))[^\u0000-\u001f\u007f-\u009f]*$/,
    "must start with https: or with one '/', and hold no control characters",
  )
  .refine((value) => value.startsWith('/') || URL.canParse(value), 'must be a valid address');

/** A moment, ISO 8601 with an offset or `Z`. Kept as text, as the contract's types have it. */
export const isoTime = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with an offset or Z' });

/** A place in a stream, from 0 up. */
export const place = z.int('must be a whole number').min(0, 'must be 0 or more');

/** A whole number in a query string. */
export function queryNumber(min: number, max: number) {
  const problem = `must be a whole number from ${min} to ${max}`;
  return z
    .string(problem)
    .regex(/^(0|[1-9]\d{0,15})$/, problem)
    .transform(Number)
    .pipe(z.int(problem).min(min, problem).max(max, problem));
}

export const epoch = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 _ -');

export const severity = z.enum(SEVERITIES);

export const apiKeyScope = z.enum(API_KEY_SCOPES);

const DEEPEST_DATA = 32;
const TOO_DEEP = `must be at most ${DEEPEST_DATA} levels deep, without __proto__`;
const TOO_MUCH_DATA = `must have at most ${LIMITS.dataBytes} bytes`;

function isFlatEnough(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return false;
  return Object.values(value).every((inner) => isFlatEnough(inner, depth - 1));
}

function isFlat(value: unknown): boolean {
  return isFlatEnough(value, DEEPEST_DATA);
}

function isSmall(value: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(value)) <= LIMITS.dataBytes;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any JSON value of at most 4 KiB as UTF-8. */
export const json: z.ZodType<Json> = z
  .any()
  .refine((value) => value !== undefined, { error: 'must be there', abort: true })
  .refine(isFlat, { error: TOO_DEEP, abort: true })
  .refine(isSmall, TOO_MUCH_DATA);

/** A JSON object of at most 4 KiB as UTF-8, kept as it is: `$` and `.` in its keys mean nothing. */
export const jsonObject: z.ZodType<JsonObject> = z
  .any()
  .refine(isPlainObject, { error: 'must be an object', abort: true })
  .refine(isFlat, { error: TOO_DEEP, abort: true })
  .refine(isSmall, TOO_MUCH_DATA)
  .meta({ type: 'object', additionalProperties: true });
