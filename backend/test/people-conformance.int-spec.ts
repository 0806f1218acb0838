import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mongoose';
import { describeEmployees } from '../src/auth/employees.conformance.js';
import { MongoPeopleRepository } from '../src/auth/mongo-people.repository.js';
import { describePeople } from '../src/auth/people.conformance.js';
import { PersonRecord, PersonSchema } from '../src/auth/person.schema.js';
import { Mongo } from '../src/platform/mongo.js';

const connection = createConnection(process.env['TEST_MONGODB_URI'] ?? '', {
  dbName: `test-${randomUUID()}`,
  autoIndex: false,
  autoCreate: false,
});
const people = connection.model(PersonRecord.name, PersonSchema);

afterEach(() => people.deleteMany());
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

async function emptyRepository(): Promise<MongoPeopleRepository> {
  await connection.asPromise();
  const mongo = new Mongo(connection);
  await mongo.prepare();
  return new MongoPeopleRepository(mongo);
}

describePeople(MongoPeopleRepository.name, emptyRepository);
describeEmployees(MongoPeopleRepository.name, emptyRepository);

describe(`${MongoPeopleRepository.name}, at the start`, () => {
  it('lets people be found who were registered before words were kept', async () => {
    const repository = await emptyRepository();
    await repository.upsert('a', { name: 'Ann Cole' });
    await people.updateOne({ _id: 'a' }, { $unset: { words: '' } });
    expect(await repository.search('col', 10)).toEqual([]);
    await repository.onModuleInit();
    expect(await repository.search('col', 10)).toEqual([{ id: 'a', name: 'Ann Cole' }]);
  });
});
