import type { Db } from 'mongodb';
import { PEOPLE, type PersonRecord } from '../src/auth/person.schema.js';

/**
 * Registers employees with ids `prefix` and a number, all of one department, straight into the database.
 * @returns their ids, in order
 */
export async function registerEmployees(
  db: Db,
  count: number,
  { prefix = 'emp-', ...fields }: { prefix?: string; department: string; grade?: string; hiredAt?: string },
): Promise<string[]> {
  const people = Array.from({ length: count }, (_, i): PersonRecord => {
    const id = `${prefix}${String(i).padStart(6, '0')}`;
    const email = `${id}@company.test`;
    return { _id: id, name: `Name ${id}`, words: [id], email, emailKey: email, roles: ['user'], grade: 'G1', hiredAt: '2020-01-01', ...fields };
  });
  await db.collection<PersonRecord>(PEOPLE).insertMany(people, { ordered: false });
  return people.map(({ _id }) => _id);
}
