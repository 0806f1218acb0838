import { mongo } from 'mongoose';
import { isConflict } from '../platform/mongo-failure.js';
import { DEFAULT_ROLES, type EmployeeRow, type Shift } from './people.repository.js';
import type { PersonRecord } from './person.schema.js';
import { searchWords } from './search-words.js';

type Write = mongo.AnyBulkWriteOperation<PersonRecord>;

/** The write that registers an employee, or replaces the fields of one. */
export function puttingEmployee({ id, roles, managerId, ...fields }: EmployeeRow): Write {
  const set = { ...fields, words: searchWords(id, fields.name), emailKey: fields.email.toLowerCase() };
  const update = {
    $set: { ...set, ...(roles && { roles }), ...(managerId !== null && { managerId }) },
    ...(managerId === null && { $unset: { managerId: '' as const } }),
    ...(!roles && { $setOnInsert: { roles: [...DEFAULT_ROLES] } }),
  };
  return { updateOne: { filter: { _id: id }, update, upsert: true } };
}

/** The writes that add shifts, one for each person of whom nothing was said later. */
export function addingShifts(rows: readonly ({ employeeId: string } & Shift)[], scheduleSaidAt: Date): Write[] {
  return [...Map.groupBy(rows, ({ employeeId }) => employeeId)].map(([_id, own]) => {
    const shifts = { $literal: own.map(({ weekday, start, end }) => ({ weekday, start, end })) };
    const known = { $cond: [{ $eq: ['$scheduleSaidAt', scheduleSaidAt] }, { $ifNull: ['$schedule', []] }, []] };
    const update = [{ $set: { schedule: { $setUnion: [known, shifts] }, scheduleSaidAt } }];
    return { updateOne: { filter: { _id, scheduleSaidAt: { $not: { $gt: scheduleSaidAt } } }, update } };
  });
}

/** What of a bulk write met a unique key, by index. @throws the error itself when anything else was wrong */
function conflictsOf(error: unknown): number[] {
  if (!(error instanceof mongo.MongoBulkWriteError) || !isConflict(error)) throw error;
  const failures = [error.writeErrors].flat();
  if (failures.some(({ code }) => code !== error.code)) throw error;
  return failures.map(({ index }) => index);
}

/**
 * Writes each row for itself. A row that meets a unique key is tried again as long as others get through, since one of
 * those may have held the key.
 * @returns the rows that did not get through
 */
export async function putAll<T>(
  records: mongo.Collection<PersonRecord>,
  rows: readonly T[],
  writeOf: (row: T) => Write,
): Promise<T[]> {
  let left = [...rows];
  for (let before = Infinity; left.length > 0 && left.length < before; ) {
    before = left.length;
    left = await refused(records, left, writeOf);
  }
  return left;
}

async function refused<T>(records: mongo.Collection<PersonRecord>, rows: T[], writeOf: (row: T) => Write): Promise<T[]> {
  try {
    await records.bulkWrite(rows.map(writeOf), { ordered: false });
    return [];
  } catch (error) {
    return conflictsOf(error).flatMap((index) => rows[index] ?? []);
  }
}
