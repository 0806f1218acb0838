import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoPeopleRepository } from '../src/auth/mongo-people.repository.js';
import type { EmployeeRow } from '../src/auth/people.repository.js';
import { openDatabase, type TestDatabase } from './database.js';

const PEOPLE = 3_000;
const PAGE = 20;
/** What a plan may try before it is chosen. */
const TRIALS = 100;

interface Profile {
  docsExamined?: number;
  planSummary?: string;
}

function employee(index: number): EmployeeRow {
  const first = ['Ann', 'Ben', 'Cora', 'Dan', 'Eve'][index % 5];
  const rest = { department: `D${index % 30}`, designation: 'clerk', grade: `G${index % 10}`, managerId: null };
  return { id: `E-${index}`, name: `${first} Number${index}`, email: `mail${index}@x.test`, hiredAt: `${1990 + (index % 30)}-06-01`, ...rest };
}

describe('searching many people', () => {
  let database: TestDatabase;
  let people: MongoPeopleRepository;

  beforeAll(async () => {
    database = await openDatabase();
    people = new MongoPeopleRepository(database.mongo);
    await people.upsertMany(Array.from({ length: PEOPLE }, (_, index) => employee(index)));
  });
  afterAll(() => database.close());

  /** What the database did for it. */
  async function profile(work: () => Promise<unknown>): Promise<Profile[]> {
    const { connection } = database.mongo;
    const db = connection.getClient().db(connection.name);
    await db.setProfilingLevel('all');
    await work();
    await db.setProfilingLevel('off');
    const found = await db.collection<Profile>('system.profile').find({ ns: `${connection.name}.people` }).toArray();
    await db.dropCollection('system.profile');
    return found;
  }

  const deep = { name: 'Dan Number1503', id: 'E-1503' };

  it.each<[string, number, () => Promise<unknown>]>([
    ['the first page of everybody', PAGE, () => people.employees({}, PAGE)],
    ['a page deep inside', PAGE, () => people.employees({}, PAGE, deep)],
    ['a page in the middle of everybody', PAGE, () => people.employees({}, PAGE, PEOPLE / 2)],
    ['a page in the middle of a department', PAGE, () => people.employees({ departments: ['D3'] }, PAGE, 50)],
    ['a page in the middle of a grade', PAGE, () => people.employees({ grades: ['G3'] }, PAGE, 50)],
    ['a page of a department', PAGE, () => people.employees({ departments: ['D3'] }, PAGE, deep)],
    ['the number in a department', 0, () => people.countEmployees({ departments: ['D3'] })],
    ['a rare word', 1, () => people.employees({ text: 'number2718' }, PAGE)],
    ['an id, whatever its case', 1, () => people.employees({ text: 'e-2718' }, PAGE)],
    ['an address', 1, () => people.employees({ text: 'mail2718@' }, PAGE)],
    ['a word that nobody has', 0, () => people.employees({ text: 'zzz' }, PAGE)],
    ['a name to assign to', 1, () => people.search('number2718', PAGE)],
    ['those of one day of hiring', 0, () => people.count({ minExperienceYears: 200 })],
    ['an audience by department', PAGE, () => people.matching({ departments: ['D3', 'D4'] }, 'E-15', PAGE)],
    ['an audience by grade', PAGE, () => people.matching({ grades: ['G3'] }, 'E-15', PAGE)],
    ['an audience of everybody', PAGE, () => people.matching({}, 'E-15', PAGE)],
    ['managers', 0, () => people.managersOf('D3')],
  ])('reads no more people than it needs for %s', async (_, needed, work) => {
    const operations = await profile(work);
    expect(operations).toHaveLength(1);
    expect(operations[0]?.planSummary).not.toContain('COLLSCAN');
    expect(operations[0]?.docsExamined).toBeLessThanOrEqual(needed + TRIALS);
  });
});
