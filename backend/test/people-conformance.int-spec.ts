import { randomUUID } from 'node:crypto';
import { afterAll, afterEach } from '@jest/globals';
import { createConnection } from 'mongoose';
import { MongoPeopleRepository, PersonRecord, PersonSchema } from '../src/auth/mongo-people.repository.js';
import { describePeople } from '../src/auth/people.conformance.js';
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

describePeople(MongoPeopleRepository.name, async () => {
  await connection.asPromise();
  const mongo = new Mongo(connection);
  await mongo.prepare();
  return new MongoPeopleRepository(mongo);
});
