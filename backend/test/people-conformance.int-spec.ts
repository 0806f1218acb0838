import { randomUUID } from 'node:crypto';
import { afterAll, afterEach } from '@jest/globals';
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
