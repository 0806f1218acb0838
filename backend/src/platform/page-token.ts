import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from './domain-error.js';

const HASH_LENGTH = 8;

/**
 * The opaque `next` of a list.
 * @param place where the page ended, as JSON
 * @param filters what the page was read with; the token is good for no others
 */
export function writePageToken(place: unknown, filters: readonly unknown[]): string {
  return Buffer.from(hash(filters) + JSON.stringify(place)).toString('base64url');
}

/**
 * The place that a token leads to.
 * @param schema of a place
 * @throws DomainError `invalid_request` for anything but a token of a page with the same filters
 */
export function readPageToken<T>(token: string, filters: readonly unknown[], schema: z.ZodType<T>): T {
  const text = Buffer.from(token, 'base64url').toString();
  const place = schema.safeParse(parsed(text.slice(HASH_LENGTH)));
  if (text.startsWith(hash(filters)) && place.success) return place.data;
  const errors = [{ field: 'before', problem: 'must be the `next` of a page with the same filters' }];
  throw new DomainError('invalid_request', 'Some fields are not valid.', { errors });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function hash(filters: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, HASH_LENGTH);
}
