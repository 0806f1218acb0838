import { createHash } from 'node:crypto';
import { isPlace } from '@eventide/contracts';
import { DomainError } from '../platform/domain-error.js';

const TOKEN = /^[A-Za-z0-9_-]{8,64}$/;
const HASH_LENGTH = 8;

/** The opaque `next` of a list: where the page ended, bound to the filters that it was read with. */
export function writePageToken(place: number, filters: readonly unknown[]): string {
  return Buffer.from(`${hash(filters)}${place}`).toString('base64url');
}

/** @throws DomainError `invalid_request` for anything but a token of a page with the same filters */
export function readPageToken(token: string, filters: readonly unknown[]): number {
  const text = TOKEN.test(token) ? Buffer.from(token, 'base64url').toString('latin1') : '';
  const place = /^\d{1,16}$/.test(text.slice(HASH_LENGTH)) ? Number(text.slice(HASH_LENGTH)) : Number.NaN;
  if (isPlace(place) && text.startsWith(hash(filters))) return place;
  const errors = [{ field: 'before', problem: 'must be the `next` of a page with the same filters' }];
  throw new DomainError('invalid_request', 'Some fields are not valid.', { errors });
}

function hash(filters: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, HASH_LENGTH);
}
